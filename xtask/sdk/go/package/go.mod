// The module of the package.
module github.com/gitlab-jobs/gitlab-jobs-go

go 1.24
