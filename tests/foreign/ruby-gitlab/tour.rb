# The tour of Ruby's gitlab: asks the server in the environment one thing after the other and prints what it saw.

require 'json'

# The distribution installs the client, without a lock file: whatever is not this version is refused here.
gem 'gitlab', '4.17.0'
require 'gitlab'

CLIENT = Gitlab.client(endpoint: ENV.fetch('CI_API_V4_URL'), private_token: ENV.fetch('GITLAB_TOKEN'))
PROJECT = 'group/app'.freeze

def step(name)
  line = begin
    { step: name, saw: yield }
  rescue StandardError => e
    { step: name, failed: "#{e.class}: #{e.message}" }
  end
  puts JSON.generate(line)
end

def text(file)
  file.read.force_encoding('UTF-8')
end

def ids(jobs)
  jobs.auto_paginate.map(&:id)
end

step('list_filtered') { ids(CLIENT.jobs(PROJECT, scope: %w[failed canceled])) }
step('list_by_offset') { ids(CLIENT.pipeline_jobs(PROJECT, 11, include_retried: true, per_page: 4)) }
step('list_by_keyset') { ids(CLIENT.jobs(PROJECT, pagination: 'keyset', order_by: 'id', per_page: 5)) }
step('list_bridges') { ids(CLIENT.pipeline_bridges(PROJECT, 11)) }
step('get') { CLIENT.job(PROJECT, 1001).id }
step('trace') { CLIENT.job_trace(PROJECT, 1001).bytesize }
# There is no way to give variables.
step('play') { CLIENT.job_play(PROJECT, 1031).id }
step('cancel') { CLIENT.job_cancel(PROJECT, 1025).id }
step('retry') { CLIENT.job_retry(PROJECT, 1004).id }
step('erase') { CLIENT.job_erase(PROJECT, 1002).id }
step('archive_by_id') { CLIENT.job_artifacts(PROJECT, 1001).bytesize }
step('archive_by_ref') { CLIENT.job_artifacts_download(PROJECT, 'feature/login', 'build').size }
step('file_by_id') { CLIENT.download_job_artifact_file(PROJECT, 1001, 'app.bin').size }
step('file_of_text') { text(CLIENT.download_job_artifact_file(PROJECT, 1001, 'reports/junit.xml')) }
step('file_with_blank') { text(CLIENT.download_job_artifact_file(PROJECT, 1001, 'docs/read me.txt')) }
step('file_by_ref') do
  CLIENT.download_branch_artifact_file(PROJECT, 'feature/login', 'app.bin', 'build').size
end
step('keep') { CLIENT.job_artifacts_keep(PROJECT, 1001).id }
step('delete') { CLIENT.job_artifacts_delete(PROJECT, 1001) && nil }
