// The tool surface prints every name that a Go package offers, one a line and
// sorted, so that a change of it shows.
//
//	surface FOLDER
package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: surface FOLDER")
		os.Exit(2)
	}
	files, err := filepath.Glob(filepath.Join(os.Args[1], "*.go"))
	if err != nil || len(files) == 0 {
		fmt.Fprintln(os.Stderr, "surface: there is no Go file in", os.Args[1])
		os.Exit(1)
	}
	var lines []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			fmt.Fprintln(os.Stderr, "surface:", err)
			os.Exit(1)
		}
		for _, declaration := range parsed.Decls {
			lines = append(lines, declared(declaration)...)
		}
	}
	slices.Sort(lines)
	fmt.Println(strings.Join(lines, "\n"))
}

func declared(declaration ast.Decl) []string {
	switch declaration := declaration.(type) {
	case *ast.FuncDecl:
		return function(declaration)
	case *ast.GenDecl:
		var lines []string
		for _, spec := range declaration.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				lines = append(lines, model(spec)...)
			case *ast.ValueSpec:
				for i, name := range spec.Names {
					if name.IsExported() && i < len(spec.Values) {
						lines = append(lines, fmt.Sprintf("constant %s = %s", name, code(spec.Values[i])))
					}
				}
			}
		}
		return lines
	}
	return nil
}

// function is a line for a function or method; a method of the client that
// takes a context is an operation.
func function(declaration *ast.FuncDecl) []string {
	if !declaration.Name.IsExported() {
		return nil
	}
	signature := strings.TrimPrefix(code(declaration.Type), "func")
	if declaration.Recv == nil {
		return []string{"function " + declaration.Name.Name + signature}
	}
	receiver := strings.TrimPrefix(code(declaration.Recv.List[0].Type), "*")
	if !ast.IsExported(receiver) {
		return nil
	}
	kind := "method"
	if receiver == "Client" && strings.HasPrefix(signature, "(ctx context.Context") {
		kind = "operation"
	}
	return []string{fmt.Sprintf("%s %s.%s%s", kind, receiver, declaration.Name, signature)}
}

func model(spec *ast.TypeSpec) []string {
	if !spec.Name.IsExported() {
		return nil
	}
	structure, ok := spec.Type.(*ast.StructType)
	if !ok {
		return []string{fmt.Sprintf("type %s %s", spec.Name, code(spec.Type))}
	}
	lines := []string{"model " + spec.Name.Name}
	for _, field := range structure.Fields.List {
		for _, name := range field.Names {
			if name.IsExported() {
				lines = append(lines, fmt.Sprintf("field %s.%s: %s", spec.Name, name, code(field.Type)))
			}
		}
	}
	return lines
}

// code is a node as it is written, on one line.
func code(node ast.Node) string {
	var text bytes.Buffer
	if err := printer.Fprint(&text, token.NewFileSet(), node); err != nil {
		return "?"
	}
	return strings.Join(strings.Fields(text.String()), " ")
}
