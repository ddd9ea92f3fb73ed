"""Writes requests and reads answers with botocore's own serializers and parsers.

Reads one JSON document a line from standard input: a service's name in botocore, a protocol, and cases of
{operation, input, answer, errors}. Answers a line each: what botocore writes of the inputs, and what it reads of the
answers. Bytes are {"$bytes": base64}, instants {"$instant": epoch seconds}.
"""

import base64
import datetime
import json
import sys

import botocore.awsrequest
import botocore.loaders
import botocore.model
import botocore.parsers
import botocore.serialize

LOADER = botocore.loaders.Loader()


def decode(value):
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$bytes" in value:
        return base64.b64decode(value["$bytes"])
    if "$instant" in value:
        return datetime.datetime.fromtimestamp(value["$instant"], datetime.timezone.utc)
    return {key: decode(item) for key, item in value.items()}


def encode(value):
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return {"$instant": value.timestamp()}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    return value


def write_request(protocol, model, operation, params):
    serializer = botocore.serialize.create_serializer(protocol, include_validation=False)
    request = serializer.serialize_to_request(decode(params), operation)
    botocore.awsrequest.prepare_request_dict(request, "http://127.0.0.1:4566")
    prepared = botocore.awsrequest.create_request_object(request).prepare()
    body = prepared.body or b""
    if isinstance(body, str):
        body = body.encode()
    headers = {
        key: value.decode() if isinstance(value, bytes) else str(value)
        for key, value in prepared.headers.items()
    }
    return {
        "method": prepared.method,
        "url": prepared.url,
        "headers": headers,
        "body": base64.b64encode(body).decode(),
    }


def read_answer(parser, answer, shape):
    headers = botocore.awsrequest.HeadersDict(answer["headers"])
    body = base64.b64decode(answer["body"])
    response = {"status_code": answer["status"], "headers": headers, "body": body, "context": {}}
    return parser.parse(response, shape)


def read_error(parser, model, answer):
    parsed = read_answer(parser, answer, None)
    shape = model.shape_for_error_code(parsed["Error"]["Code"])
    if shape is not None:
        parsed.update(read_answer(parser, answer, shape))
    return parsed


def attempt(action, *arguments):
    try:
        return encode(action(*arguments))
    except Exception as error:  # The test shows it beside the case.
        return {"$error": f"{type(error).__name__}: {error}"}


def judge(task):
    model = botocore.model.ServiceModel(LOADER.load_service_model(task["service"], "service-2"))
    protocol = task["protocol"]
    parser = botocore.parsers.create_parser(protocol)
    results = []
    for case in task["cases"]:
        if case["operation"] not in model.operation_names:
            results.append({"missing": True})
            continue
        operation = model.operation_model(case["operation"])
        result = {"errors": [attempt(read_error, parser, model, error) for error in case["errors"]]}
        if "input" in case:
            result["request"] = attempt(write_request, protocol, model, operation, case["input"])
        if "answer" in case:
            result["output"] = attempt(read_answer, parser, case["answer"], operation.output_shape)
        results.append(result)
    return results


for line in sys.stdin:
    print(json.dumps(judge(json.loads(line))), flush=True)
