"""Steps of iam-boto3.test.ts: `python iam_boto3.py URL STEP`. A step that fails raises."""

import json
import os
import re
import subprocess
import sys
import urllib.request

import boto3
import botocore.exceptions
from botocore.config import Config

endpoint, step = sys.argv[1:]
A, B = "111111111111", "222222222222"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


class Caller:
    """The clients of who has these keys."""

    def __init__(self, key, secret="test", token=None):
        self.key, self.secret, self.token = key, secret, token
        session = boto3.Session(key, secret, token, region_name="us-east-1")
        config = Config(retries={"total_max_attempts": 1})
        for name in ("sqs", "iam", "sts"):
            setattr(self, name, session.client(name, endpoint_url=endpoint, config=config))


def root(account=A):
    return Caller(account)


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def user(name, document=None, account=A):
    iam = root(account).iam
    iam.create_user(UserName=name)
    if document:
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=document)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return Caller(key["AccessKeyId"], key["SecretAccessKey"])


def role(name, document, account=A):
    trust = {"Effect": "Allow", "Principal": {"AWS": account}, "Action": "sts:AssumeRole"}
    iam = root(account).iam
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=document)
    return made["Role"]["Arn"]


def assume(by, arn, **more):
    given = by.sts.assume_role(RoleArn=arn, RoleSessionName="one", **more)["Credentials"]
    return Caller(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


def queue(name, account=A):
    return root(account).sqs.create_queue(QueueName=name)["QueueUrl"]


def arn_of(name, account=A):
    return f"arn:aws:sqs:us-east-1:{account}:{name}"


def send(caller, url):
    return caller.sqs.send_message(QueueUrl=url, MessageBody="hi")["MessageId"]


def expect(actual, wanted):
    assert actual == wanted, f"{actual!r} is not {wanted!r}"


def refused(call, code, status, message):
    """The call fails just so; the id of the request."""
    try:
        call()
    except botocore.exceptions.ClientError as error:
        told = error.response["Error"]
        http = error.response["ResponseMetadata"]["HTTPStatusCode"]
        expect((told["Code"], http, told["Message"]), (code, status, message))
        return error.response["ResponseMetadata"]["RequestId"]
    raise AssertionError(f"{code} was not raised")


def denied(caller, url, who, tail):
    account, name = re.search(r"/(\d{12})/([^/]+)$", url).groups()
    message = (
        f"User: {who} is not authorized to perform: sqs:sendmessage "
        f"on resource: {arn_of(name, account)} {tail}"
    )
    return refused(lambda: send(caller, url), "AccessDenied", 403, message)


def missing(kind):
    return f"because no {kind} allows the sqs:sendmessage action"


def explain(*words):
    command = ["node", "bin/kasane", "explain", *words, "--endpoint", endpoint]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def paste(explanation):
    """Runs the commands of an explanation in a shell; their number."""
    commands = [line.strip() for line in explanation.split("\n") if line.startswith(" " * 6)]
    environment = {
        **os.environ,
        "PATH": f"{os.getcwd()}/bin:{os.environ['PATH']}",
        "AWS_ACCESS_KEY_ID": A,
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    for name in ("AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN"):
        environment.pop(name, None)
    for command in commands:
        subprocess.run(["sh", "-c", command], check=True, env=environment, capture_output=True)
    return len(commands)


def advance(duration):
    request = urllib.request.Request(
        f"{endpoint}/_kasane/clock",
        data=json.dumps({"advance": duration}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        assert json.load(response)["settled"] is True


def receives_only():
    url = queue("orders")
    reader = user("reader", policy(allow("sqs:ReceiveMessage", arn_of("orders"))))
    reader.sqs.receive_message(QueueUrl=url)
    who = f"arn:aws:iam::{A}:user/reader"
    request = denied(reader, url, who, missing("identity-based policy"))
    explanation = explain(request)
    sentence = f"No policy of the user reader or its groups allows sqs:SendMessage on {arn_of('orders')}."
    assert sentence in explanation, explanation
    expect(explain("last"), explanation)
    expect(paste(explanation), 1)
    send(reader, url)
    try:
        reader.sqs.purge_queue(QueueUrl=url)
    except botocore.exceptions.ClientError as error:
        expect(error.response["Error"]["Code"], "AccessDenied")
    else:
        raise AssertionError("more was granted than was missing")


def crosses_accounts():
    url = queue("shared", B)
    lonely = user("lonely", policy(allow("sqs:*")))
    who = f"arn:aws:iam::{A}:user/lonely"
    denied(lonely, url, who, missing("resource-based policy"))
    statement = allow("sqs:SendMessage", arn_of("shared", B), Principal={"AWS": who})
    root(B).sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement)})
    send(lonely, url)
    root().iam.delete_user_policy(UserName="lonely", PolicyName="own")
    denied(lonely, url, who, missing("identity-based policy"))


def is_bounded():
    url = queue("bounded")
    bound = user("bound", policy(allow("sqs:*")))
    iam = root().iam
    made = iam.create_policy(PolicyName="edge", PolicyDocument=policy(allow("s3:*")))
    edge = made["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName="bound", PermissionsBoundary=edge)
    who = f"arn:aws:iam::{A}:user/bound"
    denied(bound, url, who, missing("permissions boundary"))
    iam.delete_user_permissions_boundary(UserName="bound")
    send(bound, url)


def is_narrowed():
    url = queue("narrowed")
    operator = user("operator", policy(allow("sts:AssumeRole")))
    arn = role("worker", policy(allow("sqs:*")))
    only = policy(allow("sqs:ReceiveMessage"))
    session = assume(operator, arn, Policy=only)
    session.sqs.receive_message(QueueUrl=url)
    who = f"arn:aws:sts::{A}:assumed-role/worker/one"
    denied(session, url, who, missing("session policy"))
    assert "session polic" in explain("last")
    send(assume(operator, arn), url)


def is_denied():
    url = queue("denied")
    document = policy(allow("*"), {**allow("sqs:SendMessage"), "Effect": "Deny"})
    blocked = user("blocked", document)
    root().iam.attach_user_policy(UserName="blocked", PolicyArn=ADMINISTRATOR)
    who = f"arn:aws:iam::{A}:user/blocked"
    tail = "with an explicit deny in an identity-based policy"
    denied(blocked, url, who, tail)
    paste(explain("last"))
    send(blocked, url)


def expires():
    url = queue("late")
    operator = user("early", policy(allow("sts:AssumeRole")))
    session = assume(operator, role("late", policy(allow("*"))))
    send(session, url)
    advance("PT1H")
    for call in (
        lambda: send(session, url),
        lambda: session.iam.list_users(),
        lambda: session.sts.get_caller_identity(),
    ):
        expired = "The security token included in the request is expired"
        refused(call, "ExpiredToken", 403, expired)
    assert "expired" in explain("last")


def loses_its_key():
    gone = user("gone", policy(allow("*")))
    gone.sqs.list_queues()
    root().iam.delete_access_key(UserName="gone", AccessKeyId=gone.key)
    for call in (
        lambda: gone.sqs.list_queues(),
        lambda: gone.iam.list_users(),
        lambda: gone.sts.get_caller_identity(),
    ):
        invalid = "The security token included in the request is invalid."
        refused(call, "InvalidClientTokenId", 403, invalid)
    assert gone.key in explain("last")


globals()[step]()
