# One record of every routing policy, for the AWS provider.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "endpoint" {}
provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  endpoints { route53 = var.endpoint }
}
resource "aws_route53_zone" "example" {
  name = "example.com"
}
resource "aws_route53_cidr_collection" "isp" {
  name = "isp"
}
resource "aws_route53_cidr_location" "tokyo" {
  cidr_collection_id = aws_route53_cidr_collection.isp.id
  name               = "tokyo"
  cidr_blocks        = ["198.51.100.0/24", "192.0.2.0/24", "2001:db8:1::/48"]
}
resource "aws_route53_cidr_location" "osaka" {
  cidr_collection_id = aws_route53_cidr_collection.isp.id
  name               = "osaka"
  cidr_blocks        = ["198.51.0.0/16"]
  # The provider sends the version that it read, so two locations at once refuse each other.
  depends_on = [aws_route53_cidr_location.tokyo]
}
resource "aws_route53_record" "cidr" {
  for_each       = { tokyo = "192.0.2.1", osaka = "192.0.2.2", "*" = "192.0.2.3" }
  zone_id        = aws_route53_zone.example.zone_id
  name           = "cidr"
  type           = "A"
  ttl            = 60
  records        = [each.value]
  set_identifier = each.key
  cidr_routing_policy {
    collection_id = aws_route53_cidr_collection.isp.id
    location_name = each.key
  }
  depends_on = [aws_route53_cidr_location.tokyo, aws_route53_cidr_location.osaka]
}
resource "aws_route53_record" "continent" {
  zone_id        = aws_route53_zone.example.zone_id
  name           = "geo"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.1"]
  set_identifier = "europe"
  geolocation_routing_policy {
    continent = "EU"
  }
}
resource "aws_route53_record" "country" {
  for_each       = { default = ["*", null], brazil = ["BR", null], california = ["US", "CA"] }
  zone_id        = aws_route53_zone.example.zone_id
  name           = "geo"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.2"]
  set_identifier = each.key
  geolocation_routing_policy {
    country     = each.value[0]
    subdivision = each.value[1]
  }
}
resource "aws_route53_record" "near_region" {
  zone_id        = aws_route53_zone.example.zone_id
  name           = "near"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.1"]
  set_identifier = "region"
  geoproximity_routing_policy {
    aws_region = "eu-west-1"
    bias       = -10
  }
}
resource "aws_route53_record" "near_point" {
  zone_id        = aws_route53_zone.example.zone_id
  name           = "near"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.2"]
  set_identifier = "point"
  geoproximity_routing_policy {
    bias = 25
    coordinates {
      latitude  = "49.22"
      longitude = "-74.01"
    }
  }
}
resource "aws_route53_record" "near_group" {
  zone_id        = aws_route53_zone.example.zone_id
  name           = "near"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.3"]
  set_identifier = "group"
  geoproximity_routing_policy {
    local_zone_group = "us-east-1-bue-1"
  }
}
resource "aws_route53_record" "latency" {
  for_each       = toset(["us-east-1", "ap-southeast-2"])
  zone_id        = aws_route53_zone.example.zone_id
  name           = "latency"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.1"]
  set_identifier = each.key
  latency_routing_policy {
    region = each.key
  }
}
resource "aws_route53_record" "weighted" {
  for_each       = { blue = 0, green = 255 }
  zone_id        = aws_route53_zone.example.zone_id
  name           = "weighted"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.1"]
  set_identifier = each.key
  weighted_routing_policy {
    weight = each.value
  }
}
resource "aws_route53_record" "multivalue" {
  count                            = 3
  zone_id                          = aws_route53_zone.example.zone_id
  name                             = "multi"
  type                             = "A"
  ttl                              = 60
  records                          = ["192.0.2.${count.index}"]
  set_identifier                   = "value-${count.index}"
  multivalue_answer_routing_policy = true
}
