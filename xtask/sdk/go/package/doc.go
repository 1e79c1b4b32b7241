// Package gitlabjobs is a client of GitLab's Jobs API and Job artifacts API:
// it lists, reads, cancels, retries, erases and starts CI/CD jobs, and reads
// their logs and artifacts.
//
// A [Client] is made by [New] from the address of a GitLab and one
// [Credential]. Its methods are the operations of the API. Those named List
// answer with one [Page]; those named All iterate over every page. Logs and
// artifacts arrive as streams that the caller closes. Whatever goes wrong is
// an [*Error].
//
// The credential is sent in a header to the address it was given for and to
// no other, also when GitLab redirects a download to an object storage.
// Requests that only read are sent again after 429, 502, 503 and 504; those
// that change something only after 429.
//
// Sets of values such as [JobStatus] are open: a value this version does not
// know arrives as it was sent. Properties it does not know are ignored.
//
// This package is not affiliated with GitLab.
package gitlabjobs
