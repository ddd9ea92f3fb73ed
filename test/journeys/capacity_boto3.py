"""Steps of capacity-boto3.test.ts: `python capacity_boto3.py URL STEP`. A step that fails raises."""

import json
import sys
import urllib.request
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, step = sys.argv[1:]
once = Config(retries={"total_max_attempts": 1, "mode": "standard"})
dynamodb = boto3.client("dynamodb", config=once)
tables = boto3.resource("dynamodb", config=once)


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


def refusal(call, **options):
    try:
        call(**options)
    except ClientError as error:
        return error.response
    raise AssertionError("it was not refused")


def make(name, write=30, read=10, **more):
    dynamodb.create_table(
        **{
            "TableName": name,
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "ProvisionedThroughput": {"ReadCapacityUnits": read, "WriteCapacityUnits": write},
            **more,
        }
    )
    expect(dynamodb.describe_table(TableName=name)["Table"]["TableStatus"], "CREATING")
    advance("PT2S")
    expect(dynamodb.describe_table(TableName=name)["Table"]["TableStatus"], "ACTIVE")


def item(key, size=4096):
    """An item of so many bytes, names included."""
    return {"pk": {"S": key}, "x": {"S": "x" * (size - len("pk") - len(key) - len("x"))}}


def units(answer):
    return answer["ConsumedCapacity"]["CapacityUnits"]


def counts():
    make("counts")
    total = {"TableName": "counts", "ReturnConsumedCapacity": "TOTAL"}
    expect(units(dynamodb.put_item(Item=item("a"), **total)), 4.0)
    expect(units(dynamodb.put_item(Item=item("b", 4097), **total)), 5.0)
    key = {"pk": {"S": "a"}}
    expect(units(dynamodb.get_item(Key=key, **total)), 0.5)
    expect(units(dynamodb.get_item(Key=key, ConsistentRead=True, **total)), 1.0)
    written = dynamodb.transact_write_items(
        TransactItems=[{"Put": {"TableName": "counts", "Item": item("a")}}],
        ReturnConsumedCapacity="TOTAL",
    )
    expect(written["ConsumedCapacity"][0]["CapacityUnits"], 8.0)
    batch = dynamodb.batch_write_item(
        RequestItems={"counts": [{"PutRequest": {"Item": item(key)}} for key in "cd"]},
        ReturnConsumedCapacity="TOTAL",
    )
    expect(batch["ConsumedCapacity"][0]["CapacityUnits"], 8.0)


def sums_pages():
    make(
        "pages",
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "n", "AttributeType": "N"},
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "n", "KeyType": "RANGE"},
        ],
    )
    for n in range(10):
        dynamodb.put_item(TableName="pages", Item={**item("a", 4170), "n": {"N": str(n)}})
    answer = tables.Table("pages").query(
        KeyConditionExpression=Key("pk").eq("a"), ReturnConsumedCapacity="TOTAL"
    )
    expect(answer["Count"], 10)
    expect(float(units(answer)), 5.5)


def load(table, seconds, writes, reads):
    """So many seconds of traffic; how many writes and reads got through in each."""
    seen = []
    for second in range(seconds):
        written = read = 0
        for at in range(writes):
            try:
                dynamodb.put_item(TableName=table, Item=item(f"k{(second * writes + at) % 50:02}"))
                written += 1
            except dynamodb.exceptions.ProvisionedThroughputExceededException as error:
                load.refused = error.response
        for at in range(reads):
            dynamodb.get_item(TableName=table, Key={"pk": {"S": f"k{at % 50:02}"}})
            read += 1
        seen.append((written, read))
        advance("PT1S")
    return seen


def runs_dry_and_is_mended():
    make("dry")
    seen = load("dry", 120, 30, 20)
    expect(next(at for at, (written, _) in enumerate(seen, 1) if written < 30), 100)
    expect(sum(written for written, _ in seen[100:]) / 20, 7.5)
    expect(load.refused["Error"]["Code"], "ProvisionedThroughputExceededException")
    expect(
        load.refused["Error"]["Message"],
        "The level of configured provisioned throughput for the table was exceeded. "
        "Consider increasing your provisioning level with the UpdateTable API.",
    )
    expect(load.refused["ResponseMetadata"]["HTTPStatusCode"], 400)
    reason = "TableWriteProvisionedThroughputExceeded"
    arn = "arn:aws:dynamodb:us-east-1:000000000000:table/dry"
    expect(load.refused["ThrottlingReasons"], [{"reason": reason, "resource": arn}])
    dynamodb.update_table(
        TableName="dry",
        ProvisionedThroughput={"ReadCapacityUnits": 10, "WriteCapacityUnits": 120},
    )
    advance("PT10S")
    expect({written for written, _ in load("dry", 60, 30, 20)}, {30})


def decreases_four_times():
    make("decreases", write=50)
    for write in (40, 30, 20, 10):
        dynamodb.update_table(
            TableName="decreases",
            ProvisionedThroughput={"ReadCapacityUnits": 10, "WriteCapacityUnits": write},
        )
        advance("PT3S")
    shown = dynamodb.describe_table(TableName="decreases")["Table"]["ProvisionedThroughput"]
    expect((shown["WriteCapacityUnits"], shown["NumberOfDecreasesToday"]), (10, 4))
    refused = refusal(
        dynamodb.update_table,
        TableName="decreases",
        ProvisionedThroughput={"ReadCapacityUnits": 10, "WriteCapacityUnits": 5},
    )
    expect(refused["Error"]["Code"], "LimitExceededException")
    assert refused["Error"]["Message"].startswith(
        "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given "
        "UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can "
        "be performed at most once every 3600 seconds. Number of decreases today: 4. "
        "Last decrease at "
    ), refused["Error"]["Message"]


def meets_the_ceiling_of_a_key():
    make("hot", write=5000, read=5)
    big = item("hot", 100 * 1024)
    refused = None
    for _ in range(20):
        try:
            dynamodb.put_item(TableName="hot", Item=big)
        except dynamodb.exceptions.ProvisionedThroughputExceededException as error:
            refused = error.response
            break
    reason = "TableWriteKeyRangeThroughputExceeded"
    arn = "arn:aws:dynamodb:us-east-1:000000000000:table/hot"
    expect(refused["ThrottlingReasons"], [{"reason": reason, "resource": arn}])


def is_held_back_by_an_index():
    throughput = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
    make(
        "indexed",
        write=100,
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "owner", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-owner",
                "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
                "ProvisionedThroughput": throughput,
            }
        ],
    )
    refused = None
    for at in range(400):
        try:
            dynamodb.put_item(
                TableName="indexed", Item={"pk": {"S": str(at)}, "owner": {"S": str(at)}}
            )
        except dynamodb.exceptions.ProvisionedThroughputExceededException as error:
            refused = error.response
            break
    expect(
        refused["Error"]["Message"],
        "The level of configured provisioned throughput for one or more global secondary indexes "
        "of the table was exceeded. Consider increasing your provisioning level for the "
        "under-provisioned global secondary indexes with the UpdateTable API.",
    )
    arn = "arn:aws:dynamodb:us-east-1:000000000000:table/indexed/index/by-owner"
    reason = "IndexWriteProvisionedThroughputExceeded"
    expect(refused["ThrottlingReasons"], [{"reason": reason, "resource": arn}])


def keeps_all_types():
    make("types")
    table = tables.Table("types")
    whole = {
        "pk": "a",
        "n": Decimal("123456789012345678901234567890.12345678"),
        "s": "grüße",
        "b": b"\x00\xff",
        "yes": True,
        "nothing": None,
        "list": [1, "two", {"three": [Decimal("3")]}],
        "strings": {"a", "b"},
        "numbers": {Decimal("1"), Decimal("2.5")},
        "binaries": {b"x", b"y"},
    }
    table.put_item(Item=whole)
    back = table.get_item(Key={"pk": "a"})["Item"]
    expect({**back, "b": back["b"].value, "binaries": {one.value for one in back["binaries"]}}, whole)
    changed = table.update_item(
        Key={"pk": "a"},
        UpdateExpression="SET #n = :n, #list[0] = :x REMOVE nothing ADD strings :more",
        ConditionExpression=Attr("yes").eq(True) & Attr("list").contains("two"),
        ExpressionAttributeNames={"#n": "n", "#list": "list"},
        ExpressionAttributeValues={":n": 7, ":x": "one", ":more": {"c"}},
        ReturnValues="UPDATED_NEW",
    )["Attributes"]
    expect(changed, {"n": 7, "list": ["one"], "strings": {"a", "b", "c"}})
    failed = refusal(
        table.delete_item, Key={"pk": "a"}, ConditionExpression=Attr("n").lt(7)
    )
    expect(failed["Error"]["Code"], "ConditionalCheckFailedException")
    expect(failed["Error"]["Message"], "The conditional request failed")


def speaks_partiql():
    make("spoken")
    table = tables.meta.client
    insert = "INSERT INTO spoken VALUE {'pk': ?, 'n': 1}"
    table.execute_statement(Statement=insert, Parameters=["a"])
    expect(refusal(table.execute_statement, Statement=insert, Parameters=["a"])["Error"], {
        "Code": "DuplicateItemException",
        "Message": "Duplicate primary key exists in table",
    })
    table.execute_statement(Statement="UPDATE spoken SET n = n + 1 WHERE pk = 'a'")
    found = table.execute_statement(Statement="SELECT n FROM spoken WHERE pk = 'a'")["Items"]
    expect(found, [{"n": 2}])


globals()[step]()
