"""What is deployed keeps its promises: read from the finished template, not from what was meant."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.settings import Settings
from infra.package import archive, checks
from infra.package.__main__ import ROOT
from infra.package.alarms import FUNCTIONS
from infra.package.trimming import KEPT_SERVICES
from tests.contracts.package import Package, built

pytestmark = pytest.mark.slow
QUEUED = {"ReceiveMail": "Inbound", "SendMail": "Outbound", "ReadDocument": "Documents", "RecordDelivery": "Delivery"}
SIZES = {
    "APIHandler": (512, 29, None),
    "ReceiveMail": (1024, 180, 5),
    "SendMail": (512, 60, 2),
    "ReadDocument": (1536, 120, 3),
    "RecordDelivery": (512, 60, 2),
    "Sweep": (512, 120, 1),
}
# Resources a policy may not name one by one; an entry here says why.
UNNAMED: dict[str, str] = {"SendMailRole:*": "GetAccount, the sending quota, is of the account and has no resource"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return built(tmp_path_factory.mktemp("dist"))


def policies(package: Package) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, role in package.of_type("AWS::IAM::Role").items():
        for policy in role["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, statement


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_the_template_is_clean_for_cfn_lint(package: Package) -> None:
    linter = Path(sys.executable).with_name("cfn-lint")
    run = subprocess.run([linter, package.folder / "sam.json"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_function_has_its_size(package: Package) -> None:
    found = package.of_type("AWS::Serverless::Function")
    sizes = {
        name: (each["MemorySize"], each["Timeout"], each.get("ReservedConcurrentExecutions"))
        for name, each in found.items()
    }
    assert sizes == SIZES
    assert set(sizes) == set(FUNCTIONS)


@pytest.mark.parametrize(("function", "queue"), QUEUED.items())
def test_a_queue_outlives_its_function_and_has_dead_letters(
    package: Package, function: str, queue: str
) -> None:
    queues = package.of_type("AWS::SQS::Queue")
    work, dead = queues[f"{queue}Queue"], queues[f"{queue}DeadLetters"]
    timeout = package.of_type("AWS::Serverless::Function")[function]["Timeout"]
    assert work["VisibilityTimeout"] >= 6 * timeout
    assert work["RedrivePolicy"]["maxReceiveCount"] >= 5
    assert work["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{queue}DeadLetters", "Arn"]}
    assert (work["MessageRetentionPeriod"], dead["MessageRetentionPeriod"]) == (4 * 86400, 14 * 86400)


@pytest.mark.parametrize(("function", "queue"), QUEUED.items())
def test_a_function_reads_its_own_queue_and_answers_per_record(
    package: Package, function: str, queue: str
) -> None:
    (event,) = package.of_type("AWS::Serverless::Function")[function]["Events"].values()
    assert event["Properties"]["Queue"] == {"Fn::GetAtt": [f"{queue}Queue", "Arn"]}
    assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_no_queue_is_without_a_reader_dead_letters_and_alarms(package: Package) -> None:
    names = {f"{queue}{kind}" for queue in QUEUED.values() for kind in ("Queue", "DeadLetters")}
    assert set(package.of_type("AWS::SQS::Queue")) == names
    watched = {
        (str(each["Dimensions"]), each["MetricName"])
        for each in package.of_type("AWS::CloudWatch::Alarm").values()
        if each["AlarmActions"]
    }
    for queue in QUEUED.values():
        dead, work = ({"Fn::GetAtt": [f"{queue}{kind}", "QueueName"]} for kind in ("DeadLetters", "Queue"))
        assert (str([{"Name": "QueueName", "Value": dead}]), "ApproximateNumberOfMessagesVisible") in watched
        assert (str([{"Name": "QueueName", "Value": work}]), "ApproximateAgeOfOldestMessage") in watched
    for function in FUNCTIONS:
        assert (str([{"Name": "FunctionName", "Value": {"Ref": function}}]), "Errors") in watched


def test_each_function_has_a_policy_of_its_own(package: Package) -> None:
    roles = [each["Role"]["Fn::GetAtt"][0] for each in package.of_type("AWS::Serverless::Function").values()]
    assert len(set(roles)) == len(FUNCTIONS)
    assert set(roles) == set(package.of_type("AWS::IAM::Role"))


def test_no_policy_allows_everything_or_on_everything(package: Package) -> None:
    for name, statement in policies(package):
        assert not [action for action in listed(statement["Action"]) if "*" in action], name
        assert "*" not in [
            each for each in listed(statement["Resource"]) if f"{name}:{each}" not in UNNAMED
        ], name


def test_each_function_may_do_what_its_work_needs_and_not_more(package: Package) -> None:
    may: dict[str, set[str]] = {}
    for name, statement in policies(package):
        may.setdefault(name, set()).update(listed(statement["Action"]))
    assert {name for name, actions in may.items() if "ses:SendEmail" in actions} == {"SendMailRole"}
    readers = {name for name, actions in may.items() if "sqs:ReceiveMessage" in actions}
    assert readers == {f"{name}Role" for name in QUEUED}
    assert not [action for actions in may.values() for action in actions if action == "dynamodb:Scan"]


def test_mail_is_scanned_stored_and_announced(package: Package) -> None:
    (rule,) = (each["Rule"] for each in package.of_type("AWS::SES::ReceiptRule").values())
    (action,) = (each["S3Action"] for each in rule["Actions"])
    assert rule["ScanEnabled"] is True
    assert rule["Enabled"] is True
    assert action == {
        "BucketName": {"Ref": "InboundBucket"},
        "ObjectKeyPrefix": "inbound/",
        "TopicArn": {"Ref": "InboundTopic"},
    }
    subscription = package.of_type("AWS::SNS::Subscription")["InboundSubscription"]
    assert subscription["Endpoint"] == {"Fn::GetAtt": ["InboundQueue", "Arn"]}


def test_what_became_of_a_mail_is_told_to_its_queue_by_our_configuration_set_alone(package: Package) -> None:
    (told,) = package.of_type("AWS::SES::ConfigurationSetEventDestination").values()
    assert told["ConfigurationSetName"] == {"Ref": "Sending"}
    assert told["EventDestination"]["Enabled"] is True
    assert {"bounce", "complaint", "delivery", "reject"} <= set(told["EventDestination"]["MatchingEventTypes"])
    assert told["EventDestination"]["SnsDestination"] == {"TopicARN": {"Ref": "DeliveryTopic"}}
    subscriptions = package.of_type("AWS::SNS::Subscription")
    assert set(subscriptions) == {"InboundSubscription", "DeliverySubscription"}
    assert subscriptions["DeliverySubscription"]["Endpoint"] == {"Fn::GetAtt": ["DeliveryQueue", "Arn"]}
    (says,) = package.of_type("AWS::SNS::TopicPolicy")["DeliveryTopicPolicy"]["PolicyDocument"]["Statement"]
    assert says["Principal"] == {"Service": "ses.amazonaws.com"}
    assert says["Condition"]["StringEquals"] == {"AWS:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert "configuration-set/${Sending}" in says["Condition"]["ArnEquals"]["AWS:SourceArn"]["Fn::Sub"]
    (takes,) = package.of_type("AWS::SQS::QueuePolicy")["DeliveryQueuePolicy"]["PolicyDocument"]["Statement"]
    assert takes["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Ref": "DeliveryTopic"}}}


def test_only_the_quota_is_asked_of_the_whole_account(package: Package) -> None:
    wide = [(n, s["Action"]) for n, s in policies(package) if "*" in listed(s["Resource"])]
    assert wide == [("SendMailRole", ["ses:GetAccount"])]


def test_only_ses_of_this_account_may_store_mail(package: Package) -> None:
    statements = package.of_type("AWS::S3::BucketPolicy")["InboundBucketPolicy"]["PolicyDocument"][
        "Statement"
    ]
    (allowed,) = (each for each in statements if each["Effect"] == "Allow")
    assert allowed["Principal"] == {"Service": "ses.amazonaws.com"}
    assert allowed["Condition"] == {"StringEquals": {"AWS:SourceAccount": {"Ref": "AWS::AccountId"}}}


@pytest.mark.parametrize("bucket", ["InboundBucket", "FilesBucket"])
def test_buckets_are_closed_encrypted_and_tidied(package: Package, bucket: str) -> None:
    found = package.of_type("AWS::S3::Bucket")[bucket]
    assert all(found["PublicAccessBlockConfiguration"].values())
    assert found["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert found["LifecycleConfiguration"]["Rules"]
    policies_of = package.of_type("AWS::S3::BucketPolicy").values()
    (policy,) = (each for each in policies_of if each["Bucket"] == {"Ref": bucket})
    denied = [each for each in policy["PolicyDocument"]["Statement"] if each["Effect"] == "Deny"]
    assert denied[0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_the_table_can_be_restored_and_not_deleted_by_mistake(package: Package) -> None:
    (table,) = package.of_type("AWS::DynamoDB::Table").values()
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert table["DeletionProtectionEnabled"]
    assert table["SSESpecification"]["SSEEnabled"]
    assert table["TimeToLiveSpecification"]["Enabled"]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert package.template["Resources"]["Table"]["DeletionPolicy"] == "Retain"


def test_every_setting_reaches_the_functions(package: Package) -> None:
    given = set(package.template["Globals"]["Function"]["Environment"]["Variables"])
    needed = {name.upper() for name, field in Settings.model_fields.items() if field.is_required()}
    assert needed <= given


def test_logs_are_kept_for_a_known_time(package: Package) -> None:
    groups = package.of_type("AWS::Logs::LogGroup")
    for name in FUNCTIONS:
        assert groups[f"{name}Logs"]["RetentionInDays"]
        function = package.of_type("AWS::Serverless::Function")[name]
        assert function["LoggingConfig"] == {"LogGroup": {"Ref": f"{name}Logs"}}


def test_only_the_document_worker_carries_the_document_libraries(package: Package) -> None:
    functions = package.of_type("AWS::Serverless::Function")
    carriers = {name for name, each in functions.items() if {"Ref": "DocumentsLayer"} in each["Layers"]}
    assert carriers == {"ReadDocument"}
    assert all({"Ref": "ManagedLayer"} in each["Layers"] for each in functions.values())


def test_the_package_starts_from_its_zips_alone(package: Package, tmp_path: Path) -> None:
    """Every handler module loads, already compiled, from what Lambda would mount."""
    task = package.unpacked("deployment.zip", tmp_path / "task")
    for name in ("layer-deployment.zip", "documents-layer.zip"):
        package.unpacked(name, tmp_path / "opt")
    (site,) = (tmp_path / "opt").glob("python/lib/*/site-packages")
    code = (
        "import sys;"
        "sys.path = [*sys.argv[1:], *(p for p in sys.path if 'site-packages' not in p)];"
        "import app, botocore, pypdfium2, PIL, defusedxml, babel.numbers, babel.dates, datetime, pathlib;"
        "from chalicelib.handlers.events import delivery, documents, inbound_mail, minute, outbound_mail;"
        "assert all(pathlib.Path(m.__cached__).exists() for m in (app, documents, botocore, PIL));"
        "assert app.__file__.startswith(sys.argv[1]) and botocore.__file__.startswith(sys.argv[2]);"
        "print(ascii(babel.numbers.format_currency(1284.5, 'EUR', locale='fr_FR')),"
        " babel.dates.format_date(datetime.date(2026, 12, 1), 'long', locale='en_GB'))"
    )
    command = [sys.executable, "-S", "-c", code, str(task), str(site)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == r"'1\u202f284,50\xa0\u20ac' 1 December 2026"


def test_every_aws_service_the_product_calls_is_packaged() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "chalicelib").rglob("*.py"))
    called = {name for source in sources for name in re.findall(r"\bclient\(\s*\"(\w+)\"", source)}
    assert called
    assert called <= set(KEPT_SERVICES)


def test_a_pip_that_chalice_cannot_call_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "version", lambda _: "26.3.1")
    with pytest.raises(checks.Unfit, match="too new"):
        checks.check_pip()


def test_a_package_with_workshop_tools_or_too_heavy_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "layer.zip"
    with zipfile.ZipFile(path, "w") as layer:
        layer.writestr("python/lib/python3.11/site-packages/pytest/__init__.py", "")
    with pytest.raises(checks.Unfit, match="pytest"):
        checks.weigh(path)
    with pytest.raises(checks.Unfit, match="Lambda accepts"):
        checks.check_together([checks.Weight("layer.zip", 1, checks.LAMBDA_LIMIT + 1)])


def test_packing_the_same_sources_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.py").write_text("NUMBERS = {1, 2, 3}\n")
        archive.pack(tmp_path / name, tmp_path / f"{name}.zip", "/opt")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_unknown_address_is_told_in_words(package: Package) -> None:
    """Not the gateway's own JSON: a page, with headers as strict as ours."""
    told = package.template["Resources"]["RestAPI"]["Properties"]["GatewayResponses"]["MISSING_AUTHENTICATION_TOKEN"]
    assert told["StatusCode"] == 404
    assert "Page introuvable" in told["ResponseTemplates"]["text/html"]
    assert "default-src" in told["ResponseParameters"]["Headers"]["Content-Security-Policy"]
