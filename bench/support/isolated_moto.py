"""The same tests as isolated-kasane.mjs, with moto's in-process mocks and boto3."""
import sys
import time

import boto3
from moto import mock_aws


# Shared, since making one reads botocore's models anew.
session = boto3.Session(
    region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)


def test():
    with mock_aws():
        client = session.client("sqs")
        url = client.create_queue(QueueName="jobs")["QueueUrl"]
        for n in range(10):
            client.send_message(QueueUrl=url, MessageBody=f"job {n}")
        for _ in range(9):
            assert len(client.receive_message(QueueUrl=url)["Messages"]) == 1


for line in sys.stdin:
    began = time.perf_counter()
    for _ in range(int(line)):
        test()
    print((time.perf_counter() - began) * 1000, flush=True)
