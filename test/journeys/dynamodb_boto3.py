"""Steps of dynamodb-boto3.test.ts: `python dynamodb_boto3.py URL STEP`. A step that fails raises."""

import datetime
import json
import sys
import urllib.request
from decimal import Decimal

import boto3
import botocore.config
import botocore.exceptions
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary

endpoint, step = sys.argv[1:]
once = botocore.config.Config(retries={"total_max_attempts": 1}, parameter_validation=False)
client = boto3.client("dynamodb", config=once)
streams = boto3.client("dynamodbstreams", config=once)
dynamodb = boto3.resource("dynamodb")


def advance(duration):
    request = urllib.request.Request(
        f"{endpoint}/_kasane/clock",
        data=json.dumps({"advance": duration}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        assert json.load(response)["settled"] is True


def expect(actual, wanted):
    assert actual == wanted, f"{actual!r} is not {wanted!r}"


def refusal(call, **arguments):
    """Code, message and status of an error; the response too."""
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return error.response["Error"]["Code"], error.response["Error"]["Message"], status
    raise AssertionError("not refused")


def invalid(message, status=400):
    return "ValidationException", message, status


def keys(partition, sort=None):
    hash_key = [{"AttributeName": partition, "KeyType": "HASH"}]
    return hash_key + ([{"AttributeName": sort, "KeyType": "RANGE"}] if sort else [])


def create(name, sort=None, **more):
    attributes = [name for name in ("pk", sort) if name]
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": one, "AttributeType": "N" if one == "n" else "S"}
            for one in attributes
        ],
        KeySchema=keys("pk", sort),
        **more,
    )
    advance("PT1S")


def items_and_types():
    create("types", sort="n")
    table = dynamodb.Table("types")
    item = {
        "pk": "é",
        "n": Decimal("-0.00012345678901234567890123456789012345678"),
        "binary": Binary(b"\x00\xff"),
        "set": {Decimal("1"), Decimal("2.50")},
        "list": [True, None, {"deep": {"x", "y"}}, ""],
    }
    table.put_item(Item=item)
    found = table.get_item(Key={"pk": "é", "n": item["n"]}, ConsistentRead=True)["Item"]
    expect(found, item)
    with table.batch_writer() as batch:
        for n in range(60):
            batch.put_item(Item={"pk": "many", "n": n, "half": n // 2, "text": "x" * 100})
    pages = client.get_paginator("query").paginate(
        TableName="types",
        KeyConditionExpression="pk = :p",
        ExpressionAttributeValues={":p": {"S": "many"}},
        PaginationConfig={"PageSize": 25},
    )
    expect([page["Count"] for page in pages], [25, 25, 10])
    answer = table.query(
        KeyConditionExpression=Key("pk").eq("many") & Key("n").between(10, 20),
        FilterExpression=Attr("half").gt(7) & Attr("text").begins_with("xx"),
        ScanIndexForward=False,
    )
    expect([int(one["n"]) for one in answer["Items"]], [20, 19, 18, 17, 16])
    expect(answer["ScannedCount"], 11)
    changed = table.update_item(
        Key={"pk": "é", "n": item["n"]},
        UpdateExpression="SET #l[1] = :v REMOVE #b ADD #s :s",
        ConditionExpression=Attr("binary").exists(),
        ExpressionAttributeNames={"#l": "list", "#b": "binary", "#s": "set"},
        ExpressionAttributeValues={":v": 7, ":s": {Decimal("9")}},
        ReturnValues="UPDATED_NEW",
    )["Attributes"]
    expect(changed["set"], {Decimal("1"), Decimal("2.5"), Decimal("9")})


def is_told():
    create("simple")
    put, update = client.put_item, client.update_item
    expect(
        refusal(client.describe_table, TableName="missing"),
        (
            "ResourceNotFoundException",
            "Requested resource not found: Table: missing not found",
            400,
        ),
    )
    expect(
        refusal(client.get_item, TableName="missing", Key={"pk": {"S": "a"}}),
        ("ResourceNotFoundException", "Requested resource not found", 400),
    )
    expect(
        refusal(put, TableName="simple", Item={"x": {"S": "a"}}),
        invalid("One or more parameter values were invalid: Missing the key pk in the item"),
    )
    expect(
        refusal(put, TableName="simple", Item={"pk": {"N": "1"}}),
        invalid(
            "One or more parameter values were invalid: "
            "Type mismatch for key pk expected: S actual: N"
        ),
    )
    expect(
        refusal(client.get_item, TableName="simple", Key={"pk": {"S": "x" * 2049}}),
        invalid(
            "One or more parameter values were invalid: "
            "Size of hashkey has exceeded the maximum size limit of2048 bytes"
        ),
    )
    code, message, status = refusal(
        put, TableName="simple", Item={"pk": {"S": "a"}, "n": {"N": "1" * 39}}
    )
    expect((code, status), ("ValidationException", 400))
    assert message.endswith("Attempting to store more than 38 significant digits in a Number")
    code, message, status = refusal(
        update,
        TableName="simple",
        Key={"pk": {"S": "a"}},
        UpdateExpression="SET status = :s",
        ExpressionAttributeValues={":s": {"S": "x"}},
    )
    expect((code, status), ("ValidationException", 400))
    assert message.endswith(
        "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status"
    )
    put(TableName="simple", Item={"pk": {"S": "a"}, "v": {"N": "1"}})
    try:
        put(
            TableName="simple",
            Item={"pk": {"S": "a"}},
            ConditionExpression="attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
        raise AssertionError("not refused")
    except client.exceptions.ConditionalCheckFailedException as error:
        expect(error.response["Error"]["Message"], "The conditional request failed")
        expect(error.response["Item"], {"pk": {"S": "a"}, "v": {"N": "1"}})


def transacts():
    create("accounts")
    put = {"Put": {"TableName": "accounts", "Item": {"pk": {"S": "one"}, "sum": {"N": "5"}}}}
    client.transact_write_items(TransactItems=[put], ClientRequestToken="first")
    client.transact_write_items(TransactItems=[put], ClientRequestToken="first")
    failing = {
        "ConditionCheck": {
            "TableName": "accounts",
            "Key": {"pk": {"S": "two"}},
            "ConditionExpression": "attribute_exists(pk)",
        }
    }
    other = {"Put": {"TableName": "accounts", "Item": {"pk": {"S": "three"}}}}
    try:
        client.transact_write_items(TransactItems=[other, failing])
        raise AssertionError("not refused")
    except client.exceptions.TransactionCanceledException as error:
        expect(
            error.response["Error"]["Message"],
            "Transaction cancelled, please refer cancellation reasons for specific reasons "
            "[None, ConditionalCheckFailed]",
        )
        expect(error.response["CancellationReasons"][0], {"Code": "None"})
    gets = [
        {"Get": {"TableName": "accounts", "Key": {"pk": {"S": pk}}}} for pk in ("one", "three")
    ]
    answer = client.transact_get_items(TransactItems=gets)
    expect(answer["Responses"], [{"Item": put["Put"]["Item"]}, {}])


def shards_of(arn):
    return streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]


def first(arn, shard, kind="TRIM_HORIZON"):
    answer = streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType=kind
    )
    return answer["ShardIterator"]


def stream_of(table):
    return client.describe_table(TableName=table)["Table"]["LatestStreamArn"]


def records_of(arn):
    read = []
    for shard in shards_of(arn):
        iterator = first(arn, shard)
        while iterator:
            answer = streams.get_records(ShardIterator=iterator)
            read += answer["Records"]
            iterator = answer["Records"] and answer.get("NextShardIterator")
    return read


def told(records):
    return [
        (one["eventName"], one["dynamodb"]["Keys"]["pk"]["S"], "userIdentity" in one)
        for one in records
    ]


def reads_streams():
    specification = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    create("events", StreamSpecification=specification)
    client.update_time_to_live(
        TableName="events",
        TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"},
    )
    arn = stream_of("events")
    key = {"pk": {"S": "a"}}
    client.put_item(TableName="events", Item={**key, "b": {"B": b"\x00\xff"}})
    client.put_item(TableName="events", Item={**key, "b": {"B": b"\x00\xff"}})
    client.put_item(TableName="events", Item={**key, "ttl": {"N": "1577836800"}})
    client.put_item(TableName="events", Item={**key, "ttl": {"N": "2000000000"}})
    client.delete_item(TableName="events", Key=key)
    read = records_of(arn)
    expect([one["eventName"] for one in read], ["INSERT", "MODIFY", "MODIFY", "REMOVE"])
    record = read[0]["dynamodb"]
    expect(record["NewImage"], {**key, "b": {"B": b"\x00\xff"}})
    expect(read[3]["dynamodb"]["OldImage"], {**key, "ttl": {"N": "2000000000"}})
    expect(read[0]["eventVersion"], "1.1")
    assert 21 <= len(record["SequenceNumber"]) <= 40
    listed = streams.list_streams(TableName="events")["Streams"]
    expect([one["StreamArn"] for one in listed], [arn])
    state = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    expect((state["StreamStatus"], state["TableName"]), ("ENABLED", "events"))


def follows_shards():
    arn = stream_of("events")
    before = shards_of(arn)
    advance("PT4H")
    after = shards_of(arn)
    parents = [one["ParentShardId"] for one in after if "ParentShardId" in one]
    expect(sorted(parents), sorted(one["ShardId"] for one in before))
    client.put_item(TableName="events", Item={"pk": {"S": "b"}})
    expect(told(records_of(arn))[-1], ("INSERT", "b", False))
    iterator = first(arn, after[-1])
    advance("PT15M")
    code, _, status = refusal(streams.get_records, ShardIterator=iterator)
    expect((code, status), ("ExpiredIteratorException", 400))
    advance("PT20H")
    expect(told(records_of(arn)), [("INSERT", "b", False)])
    expect(
        refusal(
            streams.get_shard_iterator,
            StreamArn=arn,
            ShardId=before[0]["ShardId"][:-1] + "x",
            ShardIteratorType="LATEST",
        ),
        (
            "ResourceNotFoundException",
            "Requested resource not found: Shard does not exist",
            400,
        ),
    )


def expires():
    arn = stream_of("events")
    with urllib.request.urlopen(f"{endpoint}/_kasane/clock") as response:
        now = datetime.datetime.fromisoformat(json.load(response)["now"].replace("Z", "+00:00"))
    soon = str(int(now.timestamp()) + 60)
    client.put_item(TableName="events", Item={"pk": {"S": "c"}, "ttl": {"N": soon}})
    advance("PT5M")
    expect(told(records_of(arn))[-2:], [("INSERT", "c", False), ("REMOVE", "c", True)])


def leaves():
    client.put_item(TableName="events", Item={"pk": {"S": "kept"}})


def finds():
    arn = stream_of("events")
    expect(told(records_of(arn))[-1], ("INSERT", "kept", False))
    client.put_item(TableName="events", Item={"pk": {"S": "after"}})
    numbers = [one["dynamodb"]["SequenceNumber"] for one in records_of(arn)]
    expect(len(set(numbers)), len(numbers))
    client.update_table(TableName="events", StreamSpecification={"StreamEnabled": False})
    advance("PT1S")
    expect(
        refusal(
            client.update_table,
            TableName="events",
            StreamSpecification={"StreamEnabled": False},
        ),
        invalid("Table has no stream to disable: TableName: events"),
    )
    assert told(records_of(arn))
    advance("P1D")
    expect(streams.list_streams(TableName="events")["Streams"], [])


globals()[step]()
