/**
 * A client of GitLab's Jobs API and Job artifacts API; start at {@link io.github.gitlabjobs.GitLabJobs}.
 *
 * <p>This package is not affiliated with GitLab.
 */
package io.github.gitlabjobs;
