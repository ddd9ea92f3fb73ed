"""Steps of sqs-boto3.test.ts: `python sqs_boto3.py URL STEP`. A step that fails raises."""

import json
import sys
import urllib.request

import boto3
import botocore.exceptions

endpoint, step = sys.argv[1:]
sqs = boto3.client("sqs")


def advance(duration):
    request = urllib.request.Request(
        f"{endpoint}/_kasane/clock",
        data=json.dumps({"advance": duration}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        assert json.load(response)["settled"] is True


def bodies(queue, **options):
    received = sqs.receive_message(QueueUrl=queue, **options)
    return [message["Body"] for message in received.get("Messages", [])]


def expect(actual, wanted):
    assert actual == wanted, f"{actual!r} is not {wanted!r}"


def returns_and_expires():
    queue = sqs.create_queue(QueueName="orders")["QueueUrl"]
    expect(queue, f"{endpoint}/000000000000/orders")
    sent = sqs.send_message(
        QueueUrl=queue,
        MessageBody="grüße",
        MessageAttributes={
            "kind": {"DataType": "String", "StringValue": "greeting"},
            "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
        },
    )
    received = sqs.receive_message(
        QueueUrl=queue, MessageAttributeNames=["All"], AttributeNames=["All"]
    )["Messages"][0]
    expect(received["Body"], "grüße")
    expect(received["MessageId"], sent["MessageId"])
    expect(received["MD5OfMessageAttributes"], sent["MD5OfMessageAttributes"])
    expect(received["MessageAttributes"]["raw"]["BinaryValue"], b"\x00\xff")
    expect(received["Attributes"]["ApproximateReceiveCount"], "1")
    expect(bodies(queue), [])
    advance("PT30S")
    expect(bodies(queue), ["grüße"])
    advance("P4D")
    expect(bodies(queue), [])


def orders_and_deduplicates():
    queue = sqs.create_queue(QueueName="steps.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    sequence = []
    for number, body in [(1, "one"), (2, "two"), (2, "two again"), (3, "three")]:
        sent = sqs.send_message(
            QueueUrl=queue,
            MessageBody=body,
            MessageGroupId="g",
            MessageDeduplicationId=f"d{number}",
        )
        sequence.append(sent["SequenceNumber"])
    expect(sequence[1], sequence[2])
    expect(bodies(queue, MaxNumberOfMessages=10), ["one", "two", "three"])
    expect(bodies(queue, MaxNumberOfMessages=10), [])


def redrives():
    dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
    dead_arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    policy = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 1})
    source = sqs.create_queue(
        QueueName="source", Attributes={"RedrivePolicy": policy, "VisibilityTimeout": "10"}
    )["QueueUrl"]
    sqs.send_message(QueueUrl=source, MessageBody="bad")
    expect(bodies(source), ["bad"])
    advance("PT10S")
    expect(bodies(source), [])
    expect(bodies(dead, VisibilityTimeout=0), ["bad"])
    sqs.start_message_move_task(SourceArn=dead_arn)
    advance("PT1M")
    expect(bodies(source), ["bad"])
    expect(bodies(dead), [])


def batches():
    queue = sqs.create_queue(QueueName="batches")["QueueUrl"]
    entries = [{"Id": str(number), "MessageBody": f"b{number}"} for number in range(10)]
    sent = sqs.send_message_batch(QueueUrl=queue, Entries=entries)
    expect(len(sent["Successful"]), 10)
    received = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
    handles = [
        {"Id": str(at), "ReceiptHandle": message["ReceiptHandle"]}
        for at, message in enumerate(received["Messages"])
    ]
    deleted = sqs.delete_message_batch(QueueUrl=queue, Entries=handles)
    expect(len(deleted["Successful"]), len(handles))


def leaves():
    queue = sqs.create_queue(QueueName="kept", tags={"team": "blue"})["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="kept")


def finds():
    queue = sqs.get_queue_url(QueueName="kept")["QueueUrl"]
    expect(sqs.list_queue_tags(QueueUrl=queue)["Tags"], {"team": "blue"})
    expect(bodies(queue), ["kept"])


def is_told():
    try:
        sqs.get_queue_url(QueueName="missing")
    except sqs.exceptions.QueueDoesNotExist as error:
        expect(error.response["Error"]["Code"], "AWS.SimpleQueueService.NonExistentQueue")
        expect(error.response["Error"]["Message"], "The specified queue does not exist.")
        expect(error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
    else:
        raise AssertionError("a missing queue was found")
    try:
        boto3.client("kms").list_keys()
    except botocore.exceptions.ClientError as error:
        expect(error.response["Error"]["Code"], "NotEmulated")
        expect(error.response["ResponseMetadata"]["HTTPStatusCode"], 501)
    else:
        raise AssertionError("an operation that is not there was answered")


globals()[step]()
