"""The example of the README, as a program: it reads the server and the token from the environment."""

from gitlab_jobs_client import ApiError, Client
from gitlab_jobs_client.known_values import JobStatus

with Client.from_env() as client:
    for job in client.all_project_jobs("group/app", scope=[JobStatus.FAILED], per_page=50):
        print(job.id, job.name, job.failure_reason)

    length = client.download_job_artifacts("group/app", 1001).save("artifacts.zip")
    print(f"artifacts.zip has {length} bytes")

    log = client.get_job_trace("group/app", 1001).read()
    print(log.decode(errors="replace").splitlines()[0])

    try:
        client.get_job("group/app", 404404)
    except ApiError as error:
        print(error.status, *error.messages)
