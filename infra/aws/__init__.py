"""CloudFormation merged by the packaging step; one IAM policy per function."""
