"""Steps of cloudwatch-boto3.test.ts: `python cloudwatch_boto3.py URL STEP`. A step that fails raises."""

import datetime
import json
import sys
import urllib.request

import boto3
import botocore.exceptions

endpoint, step = sys.argv[1:]
cloudwatch = boto3.client("cloudwatch")
minute = datetime.timedelta(minutes=1)


def clock(change=None):
    data = None if change is None else json.dumps(change).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{endpoint}/_kasane/clock", data=data, headers=headers)
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
    return datetime.datetime.fromisoformat(answer["now"].replace("Z", "+00:00"))


def expect(actual, wanted):
    assert actual == wanted, f"{actual!r} is not {wanted!r}"


def refused(call, code, message, **given):
    try:
        call(**given)
    except botocore.exceptions.ClientError as error:
        expect(error.response["Error"]["Code"], code)
        expect(error.response["Error"]["Message"], message)
        expect(error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
    else:
        raise AssertionError(f"{code} was not raised")


def stat(identifier, name, statistic, period=60, namespace="Shop", dimensions=()):
    metric = {"Namespace": namespace, "MetricName": name, "Dimensions": list(dimensions)}
    return {
        "Id": identifier,
        "MetricStat": {"Metric": metric, "Period": period, "Stat": statistic},
    }


def read(queries, start, end):
    answer = cloudwatch.get_metric_data(
        MetricDataQueries=queries, StartTime=start, EndTime=end, ScanBy="TimestampAscending"
    )
    return {result["Id"]: result["Values"] for result in answer["MetricDataResults"]}


def puts_and_reads():
    now = clock().replace(second=0, microsecond=0)
    for name, values in {"Errors": [1, None, 3], "Calls": [10, 10, 10]}.items():
        cloudwatch.put_metric_data(
            Namespace="Shop",
            MetricData=[
                {"MetricName": name, "Value": value, "Timestamp": now + at * minute}
                for at, value in enumerate(values)
                if value is not None
            ],
        )
    queries = [
        stat("errors", "Errors", "Sum"),
        stat("calls", "Calls", "Sum"),
        {"Id": "rate", "Expression": "100 * FILL(errors, 0) / calls", "Label": "rate"},
        {"Id": "slow", "Expression": "SUM(SEARCH('{Shop} Calls', 'p90', 60))"},
    ]
    expect(
        read(queries, now, now + 3 * minute),
        {
            "errors": [1.0, 3.0],
            "calls": [10.0, 10.0, 10.0],
            "rate": [10.0, 0.0, 30.0],
            "slow": [10.0, 10.0, 10.0],
        },
    )
    names = cloudwatch.get_paginator("list_metrics").paginate(Namespace="Shop").search("Metrics")
    expect(sorted(metric["MetricName"] for metric in names), ["Calls", "Errors"])
    points = cloudwatch.get_metric_statistics(
        Namespace="Shop",
        MetricName="Errors",
        StartTime=now,
        EndTime=now + 3 * minute,
        Period=180,
        Statistics=["Sum", "Maximum"],
    )["Datapoints"]
    expect(points, [{"Timestamp": now, "Sum": 4.0, "Maximum": 3.0, "Unit": "None"}])


def is_refused():
    now = clock()
    refused(
        cloudwatch.put_metric_data,
        "InvalidParameterValue",
        "The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.",
        Namespace="Shop",
        MetricData=[
            {"MetricName": "a", "Value": 1, "Timestamp": now - datetime.timedelta(days=15)}
        ],
    )
    refused(
        cloudwatch.put_metric_data,
        "InvalidParameterValue",
        "The collection MetricData.member.1.Values must not have a size greater than 150.",
        Namespace="Shop",
        MetricData=[{"MetricName": "a", "Values": list(range(151))}],
    )
    about = {"Namespace": "Shop", "MetricName": "a", "Statistics": ["Sum"]}
    day = datetime.timedelta(days=1)
    refused(
        cloudwatch.get_metric_statistics,
        "InvalidParameterCombination",
        "You have requested up to 86400 datapoints, which exceeds the limit of 1440. You may "
        "reduce the datapoints requested by increasing Period, or decreasing the time range.",
        StartTime=now - day,
        EndTime=now,
        Period=1,
        **about,
    )
    message = "The parameter StartTime must not equal parameter EndTime."
    refused(
        cloudwatch.get_metric_statistics,
        "InvalidParameterValue",
        message,
        StartTime=now,
        EndTime=now,
        Period=60,
        **about,
    )
    refused(
        cloudwatch.get_metric_data,
        "ValidationError",
        message,
        MetricDataQueries=[stat("m", "a", "Sum")],
        StartTime=now,
        EndTime=now,
    )


def measures_queues():
    sqs = boto3.client("sqs")
    queue = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    start = clock().replace(second=0, microsecond=0)
    for body in ["a", "bcd"]:
        sqs.send_message(QueueUrl=queue, MessageBody=body)
    clock({"advance": "PT30M"})
    names = {
        "sent": ("NumberOfMessagesSent", "Sum"),
        "size": ("SentMessageSize", "Average"),
        "held": ("ApproximateNumberOfMessagesVisible", "Minimum"),
    }
    queries = [
        stat(identifier, name, statistic, 600, "AWS/SQS", [{"Name": "QueueName", "Value": "jobs"}])
        for identifier, (name, statistic) in names.items()
    ]
    expect(
        read(queries, start, start + 20 * minute),
        {"sent": [2.0, 0.0], "size": [2.0], "held": [2.0, 2.0]},
    )


def leaves():
    clock({"set": "2030-01-01T00:00:00Z"})
    cloudwatch.put_metric_data(
        Namespace="Kept", MetricData=[{"MetricName": "Orders", "Value": 5}]
    )
    body = json.dumps({"widgets": []})
    cloudwatch.put_dashboard(DashboardName="kept", DashboardBody=body)


def finds():
    start = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
    expect(
        read([stat("orders", "Orders", "Sum", namespace="Kept")], start, start + minute),
        {"orders": [5.0]},
    )
    names = [one["DashboardName"] for one in cloudwatch.list_dashboards()["DashboardEntries"]]
    expect(names, ["kept"])


globals()[step]()
