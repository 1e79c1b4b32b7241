"""The tour of python-gitlab: asks the server in the environment one thing after the other and prints what it saw."""

import json
import os

import gitlab


def step(name, take):
    try:
        line = {"step": name, "saw": take()}
    except Exception as error:  # Whatever goes wrong is what the tour is for.
        line = {"step": name, "failed": f"{type(error).__name__}: {error}"}
    print(json.dumps(line), flush=True)


def ids(jobs):
    return [job.id for job in jobs]


server = os.environ["CI_API_V4_URL"].removesuffix("/api/v4")
if "GITLAB_OAUTH_TOKEN" in os.environ:
    client = gitlab.Gitlab(server, oauth_token=os.environ["GITLAB_OAUTH_TOKEN"])
else:
    client = gitlab.Gitlab(server, private_token=os.environ["GITLAB_TOKEN"])
project = client.projects.get("group/app")
pipeline = project.pipelines.get(11)


def play():
    variables = [{"key": "TARGET", "value": "east & west"}]
    job = project.jobs.get(1031, lazy=True)
    # The keywords of play() become the query, so that variables have to be given as what they become in the end.
    job.play(post_data={"job_variables_attributes": variables})
    return job.id


def act(name, job_id):
    def take():
        job = project.jobs.get(job_id, lazy=True)
        answer = getattr(job, name)()
        return answer["id"] if answer else job.id

    return take


def build():
    return project.jobs.get(1001, lazy=True)


step("list_filtered", lambda: ids(project.jobs.list(scope=["failed", "canceled"], get_all=True)))
step("list_by_offset", lambda: ids(pipeline.jobs.list(include_retried=True, per_page=4, get_all=True)))
step(
    "list_by_keyset",
    lambda: ids(project.jobs.list(iterator=True, pagination="keyset", order_by="id", per_page=5)),
)
step("list_bridges", lambda: ids(pipeline.bridges.list(get_all=True)))
step("get", lambda: project.jobs.get(1001).id)
step("trace", lambda: len(build().trace()))
step("play", play)
step("cancel", act("cancel", 1025))
step("retry", act("retry", 1004))
step("erase", act("erase", 1002))
step("archive_by_id", lambda: len(build().artifacts()))
step("archive_by_ref", lambda: len(project.artifacts.download(ref_name="feature/login", job="build")))
step("file_by_id", lambda: len(build().artifact("app.bin")))
step("file_of_text", lambda: build().artifact("reports/junit.xml").decode())
step("file_with_blank", lambda: build().artifact("docs/read me.txt").decode())
step("file_by_ref", lambda: len(project.artifacts.raw("feature/login", "app.bin", "build")))
step("keep", act("keep_artifacts", 1001))
step("delete", lambda: build().delete_artifacts())
