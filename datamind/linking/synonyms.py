"""General English and business words that mean the same. No database's words.

To add a group: a line in SYNONYMS; its first word is the group's name, the others lead to it and it to them.
"""

from __future__ import annotations

from collections.abc import Iterable

from datamind.linking.morphology import lemma

SYNONYMS = """
price cost fee fare rate charge tariff expense
sale revenue turnover income proceeds takings
amount value total sum
spend spent paid pay payment expenditure expense spending
earning salary wage pay compensation income remuneration stipend
employee worker staff personnel
customer client buyer shopper purchaser consumer patron
user account member subscriber customer
person people individual human
product item article good merchandise goods
order purchase transaction
purchase buy bought order sale
sale order transaction purchase invoice
transaction sale order purchase
sell sold sale order invoice purchase
invoice bill receipt
supplier vendor provider
vendor seller merchant
company firm business organization corporation organisation enterprise manufacturer maker
manufacturer maker producer
shop store outlet branch
department division unit
manager supervisor boss chief head
country nation nationality
state province region
city town municipality location
address street residence
postcode zip zipcode postal
zip postal
region area territory zone
gender sex
title name
name title label called named
phone telephone mobile
email mail
birthday birth birthdate born dob
age old young
height tall
weight heavy weigh light
length long duration millisecond second minute
duration length runtime time millisecond second minute
width wide
area size surface
size big large
population people inhabitant resident citizen
capacity seat size hold
speed fast quick velocity
horsepower power
year annual
begin start open commence
end finish close terminate expire
date day time when
hire join recruit employ
leave quit depart resign
create make add register
quantity number count amount unit
stock inventory
rating score review stars rank
score point grade mark
rank ranking position place
grade level class
level grade tier
category type kind genre class sort group
type category kind sort variety style
status state condition
description detail summary info information text
comment note remark
teacher instructor professor faculty lecturer tutor
student pupil learner
course class subject module
school college university institution
university college institution
major specialization
car vehicle auto automobile
maker manufacturer brand make
brand make label
model version
plane aircraft airplane
flight trip
airline carrier
airport terminal
film movie picture
song track music
singer artist musician vocalist performer
artist musician band singer performer
band group ensemble
album record release
writer author
author writer
show series program programme
stadium arena venue
concert event performance
team club squad
player athlete
coach trainer
match game
win victory won
tournament tourney competition contest
tourney tournament
pet animal
dog puppy
owner proprietor holder
doctor physician
patient client
illness disease sickness condition diagnosis
treatment procedure therapy
drug medicine medication
hospital clinic
house home residence
apartment flat
property real estate
room bedroom
building house
ship vessel boat
dead death killed died casualty
injury injured hurt wounded
language tongue
government govern
continent region
independence independent
book title publication
paper article publication
message text post
friend buddy
kid child
job occupation profession position role
position role post job
percent percentage pct proportion
percentage percent rate proportion share
discount reduction rebate
profit margin gain income
tax vat
refund return
return refund
delivery shipment shipping
ship send dispatch deliver
shipment delivery
budget funding
funding fund grant revenue
loan credit lending borrow checkout
review comment feedback rate
account balance
deposit payment
claim case
policy contract
premium price
agent representative rep
representative rep agent
campaign promotion
channel medium source
source origin
destination arrival
origin source departure
departure leave
visit trip
visitor guest tourist
ticket pass
reservation booking
hotel lodging accommodation
restaurant eatery diner
food cuisine dish meal
dish meal food
driver pilot
election vote
candidate contestant nominee
party group
file document
document file paper
template form
version revision
tv television
network channel
audience viewer
viewer audience
net worth wealth fortune
wealth fortune
wage salary
bonus reward
seat capacity
attendance audience turnout
elevation altitude height
altitude elevation height
temperature temp
distance far mileage
mileage mpg economy
consumption usage
crime offense offence
abbreviation acronym short
code abbreviation
id identifier identification
identifier id
surname last
forename given first
lifespan expectancy
expectancy life
founder founded
found establish start
member membership
membership member
commander leader captain
leader head chief
president head
winner champion
loser runner
hometown birthplace
sponsor donor
debt liability
asset property
currency money
money cash amount
gnp gdp
gdp gnp product
question query
answer response reply
ticket case issue
result outcome
outcome result
active enabled current
""".strip()


def _index_groups(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in lines:
        words = {lemma(word) for word in line.split()}
        first = lemma(line.split()[0])
        for word in words - {first}:
            found.setdefault(word, set()).add(first)
            found.setdefault(first, set()).add(word)
    return {word: frozenset(others) for word, others in found.items()}


SYNONYMS_OF = _index_groups(SYNONYMS.splitlines())
