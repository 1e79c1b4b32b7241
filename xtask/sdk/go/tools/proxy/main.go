// The tool proxy writes a module as a folder that the go command can use as
// a GOPROXY, the way a module proxy would serve it.
//
//	proxy MODULE VERSION SOURCE FOLDER
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: proxy MODULE VERSION SOURCE FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, "proxy:", err)
		os.Exit(1)
	}
}

func write(path, version, source, folder string) error {
	escaped, err := module.EscapePath(path)
	if err != nil {
		return err
	}
	place := filepath.Join(folder, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(place, 0o777); err != nil {
		return err
	}
	manifest, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		return err
	}
	for name, text := range map[string]string{
		"list":            version + "\n",
		version + ".info": fmt.Sprintf("{\"Version\":%q,\"Time\":\"1980-01-01T00:00:00Z\"}\n", version),
		version + ".mod":  string(manifest),
	} {
		if err := os.WriteFile(filepath.Join(place, name), []byte(text), 0o666); err != nil {
			return err
		}
	}
	archive, err := os.Create(filepath.Join(place, version+".zip"))
	if err != nil {
		return err
	}
	if err := zip.CreateFromDir(archive, module.Version{Path: path, Version: version}, source); err != nil {
		return err
	}
	return archive.Close()
}
