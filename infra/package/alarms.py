"""Every queue and every function has somebody who is told when it fails.

A message in a dead-letter queue is a mail or a document nobody works on; work that waits for a quarter of
an hour is late; a sweep that does not run leaves lost events lost.
"""

from __future__ import annotations

from typing import Any, Final

Resource = dict[str, Any]
WORK_QUEUES: Final = ("Inbound", "Outbound", "Documents", "Delivery")
FUNCTIONS: Final = ("APIHandler", "ReceiveMail", "SendMail", "ReadDocument", "RecordDelivery", "Sweep")
LATE_SECONDS: Final = 900


def alarms() -> dict[str, Resource]:
    """All alarms, and the topic they speak through."""
    topic: Resource = {
        "Type": "AWS::SNS::Topic",
        "Properties": {"Subscription": [{"Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}]},
    }
    found = {"Alarms": topic, "SweepSilent": _silent_sweep(), "WebFaults": _web_faults()}
    for queue in WORK_QUEUES:
        found[f"{queue}DeadLettersFilled"] = _filled(f"{queue}DeadLetters")
        found[f"{queue}Late"] = _late(f"{queue}Queue")
    return found | {f"{name}Errors": _errors(name) for name in FUNCTIONS}


def _filled(queue: str) -> Resource:
    text = "Messages wait in a dead-letter queue: read them, mend the cause, redrive"
    return _alarm(text, "AWS/SQS", "ApproximateNumberOfMessagesVisible", _queue(queue), Threshold=0)


def _late(queue: str) -> Resource:
    text = "Work has been waiting for a quarter of an hour"
    metric = "ApproximateAgeOfOldestMessage"
    return _alarm(text, "AWS/SQS", metric, _queue(queue), Threshold=LATE_SECONDS, EvaluationPeriods=3)


def _errors(function: str) -> Resource:
    where = [{"Name": "FunctionName", "Value": {"Ref": function}}]
    return _alarm(
        f"{function} failed", "AWS/Lambda", "Errors", where, Threshold=0, Statistic="Sum", Period=300
    )


def _silent_sweep() -> Resource:
    where = [{"Name": "FunctionName", "Value": {"Ref": "Sweep"}}]
    rules = {"Threshold": 1, "Statistic": "Sum", "Period": 600, "ComparisonOperator": "LessThanThreshold"}
    text = "The sweep did not run for ten minutes: lost events stay lost"
    return _alarm(text, "AWS/Lambda", "Invocations", where, TreatMissingData="breaching", **rules)


def _web_faults() -> Resource:
    where = [{"Name": "ApiName", "Value": "bon-pour-accord"}, {"Name": "Stage", "Value": "app"}]
    return _alarm("Pages fail", "AWS/ApiGateway", "5XXError", where, Threshold=0, Statistic="Sum", Period=300)


def _queue(name: str) -> list[Resource]:
    return [{"Name": "QueueName", "Value": {"Fn::GetAtt": [name, "QueueName"]}}]


def _alarm(text: str, namespace: str, metric: str, where: list[Resource], **rules: Any) -> Resource:
    usual = {
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
    named = {"AlarmDescription": text, "Namespace": namespace, "MetricName": metric, "Dimensions": where}
    told = {"AlarmActions": [{"Ref": "Alarms"}], "OKActions": [{"Ref": "Alarms"}]}
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": {**named, **usual, **rules, **told}}
