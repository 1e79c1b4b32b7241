/**
 * What GitLab answers and is asked, generated from an OpenAPI document.
 *
 * <p>A value is null where GitLab says null or says nothing. Sets of values are open: they are strings, and classes such
 * as {@link io.github.gitlabjobs.model.JobStatus} name those that are known.
 */
package io.github.gitlabjobs.model;
