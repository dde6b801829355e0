"""Sentences of many shapes against small results: differences, ratios, ranks, marks, parts and counts, in digits and in words."""

from __future__ import annotations

from datetime import date

import pytest
from small_results import make_result

from datamind.insights import verify_text

CITIES = make_result(["city", "orders"], [["Oslo", 500], ["Rome", 300], ["Bern", 150], ["Kyiv", 50]])
MONTHS = make_result(
    ["month", "revenue"], [["2025-01", 100.0], ["2025-02", 125.5], ["2025-03", 90.25], ["2025-04", 180.0]]
)
LARGE = make_result(["region", "revenue_eur"], [["North", 1_240_113.25], ["South", 803_400.0], ["East", 12_050.5]])
SHARES = make_result(["tier", "pct"], [["new", 62.5], ["old", 37.5]])
YEARS = make_result(["year", "sales"], [[2022, 40], [2023, 50], [2024, 80]])
TWO = make_result(["country", "orders", "returns"], [["France", 200, 10], ["Spain", 120, 30], ["Italy", 80, 4]])
DAYS = make_result(["day", "visits"], [[date(2025, 3, 1), 1200], [date(2025, 3, 2), 1500], [date(2025, 3, 3), 900]])
LOSS = make_result(["unit", "profit"], [["A", 250.0], ["B", -50.0], ["C", 100.0]])
ONE = make_result(["customers"], [[1284]])
RATE = make_result(["plan", "churn_rate"], [["Basic", 0.12], ["Pro", 0.045]])
AVG = make_result(["store", "avg_basket"], [["Mall", 42.5], ["Station", 18.75], ["Airport", 63.2]])

BORNE = [
    (CITIES, "Oslo has 200 more orders than Rome."),
    (CITIES, "Bern has 150 orders, 350 fewer than Oslo."),
    (CITIES, "Rome has 100% more orders than Bern."),
    (CITIES, "Rome has twice as many orders as Bern."),
    (CITIES, "Oslo accounts for half of all orders."),
    (CITIES, "Half of the orders come from Oslo."),
    (CITIES, "Kyiv is the smallest with 50, a tenth of Oslo."),
    (CITIES, "Rome ranks 2nd with 300."),
    (CITIES, "Bern is third with 150 orders."),
    (CITIES, "The 4 cities have 1k orders in total."),
    (CITIES, "The four cities have 1,000 orders together."),
    (CITIES, "Oslo and Rome together have 800 orders, 80% of the total."),
    (CITIES, "Rome and Bern add up to 450."),
    (CITIES, "The other three cities have 500 orders combined."),
    (CITIES, "Without Oslo, the total is 500."),
    (CITIES, "Only 1 city has fewer than 100 orders."),
    (CITIES, "2 cities have more than 200 orders."),
    (CITIES, "Orders range from 50 to 500."),
    (CITIES, "The range is 450."),
    (CITIES, "The average is 250, which only Oslo and Rome exceed."),
    (CITIES, "Oslo's 500 orders are double the average of 250."),
    (CITIES, "Bern has 15% of the orders."),
    (CITIES, "Every 20th order comes from Kyiv (5%)."),
    (CITIES, "Oslo has 10x the orders of Kyiv."),
    (CITIES, "Oslo: 500; Rome: 300; Bern: 150; Kyiv: 50."),
    (CITIES, "The largest city, Oslo, has 500 orders and the smallest, Kyiv, has 50."),
    (CITIES, "More than 400 orders came from Oslo alone."),
    (CITIES, "The bottom 2 have 200 orders."),
    (CITIES, "The top two cities make up 80% of all orders."),
    (CITIES, "The bottom two make up 20%."),
    (CITIES, "Oslo leads Rome by 200."),
    (CITIES, "Oslo is 200 ahead of Rome."),
    (CITIES, "Rome trails Oslo by 40%."),
    (CITIES, "Rome has 40% fewer orders than Oslo."),
    (CITIES, "The ratio of Oslo to Bern is 3.33."),
    (CITIES, "Oslo has 3.3 times as many orders as Bern."),
    (MONTHS, "Revenue in February was 25.5% higher than in January."),
    (MONTHS, "Revenue grew 25.5% in February 2025 to 125.5."),
    (MONTHS, "Revenue almost doubled from March to April 2025 (90.25 to 180)."),
    (MONTHS, "From 2025-03 to 2025-04 revenue rose by 89.75."),
    (MONTHS, "March dipped to 90.25, down 35.25 from February."),
    (MONTHS, "The best month was April 2025 with 180.00."),
    (MONTHS, "Total revenue for the 4 months was 495.75."),
    (MONTHS, "The monthly average was 123.94."),
    (MONTHS, "Revenue ended at 180, up 80% since January."),
    (MONTHS, "April accounts for 36.3% of revenue."),
    (MONTHS, "In 3 of 4 months revenue was at least 100."),
    (MONTHS, "The first quarter of 2025 brought 315.75."),
    (LARGE, "North made €1.24M, South €0.80M and East €12k."),
    (LARGE, "The total is 2.06 million."),
    (LARGE, "North makes up 60.3% of revenue."),
    (LARGE, "North earned about 1.2 million."),
    (LARGE, "South made 803.4k."),
    (LARGE, "North is ahead of South by 436,713.25."),
    (LARGE, "North is ahead of South by roughly 437k."),
    (LARGE, "North has 54% more revenue than South."),
    (LARGE, "North has over 100 times the revenue of East."),
    (SHARES, "62.5% are new and 37.5% are old."),
    (SHARES, "The difference is 25 percentage points."),
    (SHARES, "New customers lead by 25 points."),
    (SHARES, "Together they are 100%."),
    (YEARS, "Sales doubled between 2022 and 2024, from 40 to 80."),
    (YEARS, "Sales grew by 25% in 2023 and by 60% in 2024."),
    (YEARS, "Sales in 2024 were 30 higher than in 2023."),
    (YEARS, "Over the 3 years, 170 were sold."),
    (YEARS, "2024 alone accounts for 47.1%."),
    (TWO, "France has 200 orders and 10 returns."),
    (TWO, "Spain had 30 returns on 120 orders, a rate of 25%."),
    (TWO, "France's return rate is 5%."),
    (TWO, "There were 400 orders and 44 returns in all."),
    (TWO, "Overall 11% of orders were returned."),
    (TWO, "Spain has 68.2% of the returns."),
    (TWO, "Spain has 3 times the returns of France."),
    (DAYS, "On March 2, 2025 there were 1,500 visits."),
    (DAYS, "On 2 March visits peaked at 1.5k."),
    (DAYS, "Visits fell by 40% on 3 March."),
    (DAYS, "There were 3,600 visits over 3 days, 1,200 a day."),
    (LOSS, "B lost 50."),
    (LOSS, "B made a loss of -50."),
    (LOSS, "The total profit is 300."),
    (LOSS, "A earned 300 more than B."),
    (ONE, "There are 1,284 customers."),
    (ONE, "We have about 1,300 customers."),
    (ONE, "The number of customers is 1.28k."),
    (RATE, "Basic loses 12% of its customers, Pro 4.5%."),
    (RATE, "Churn on Basic is 7.5 points higher than on Pro."),
    (RATE, "Basic churns 2.7 times as much as Pro."),
    (AVG, "The Airport basket of 63.20 is 44.45 above the Station's."),
    (AVG, "Airport has the largest basket (63.2), Station the smallest (18.75)."),
]

NOT_BORNE = [
    (CITIES, "Oslo has 250 more orders than Rome.", "250"),
    (CITIES, "Bern has 150 orders, 300 fewer than Oslo.", "300"),
    (CITIES, "Rome has 50% more orders than Bern.", "50"),
    (CITIES, "Rome has 3 times as many orders as Bern.", "3"),
    (CITIES, "Oslo accounts for a third of all orders.", "third"),
    (CITIES, "Half of the orders come from Rome.", "Half"),
    (CITIES, "Rome has three times as many orders as Bern.", "three"),
    (CITIES, "Rome ranks 3rd with 300.", "3"),
    (CITIES, "Bern is second with 150 orders.", "second"),
    (CITIES, "The 5 cities have 1k orders in total.", "5"),
    (CITIES, "The five cities have 1,000 orders together.", "five"),
    (CITIES, "Oslo and Rome together have 850 orders.", "850"),
    (CITIES, "Rome and Bern add up to 350.", "350"),
    (CITIES, "Without Oslo, the total is 600.", "600"),
    (CITIES, "3 cities have more than 200 orders.", "3"),
    (CITIES, "Orders range from 50 to 300.", "300"),
    (CITIES, "The range is 400.", "400"),
    (CITIES, "Bern has 25% of the orders.", "25"),
    (CITIES, "Oslo has 5x the orders of Kyiv.", "5"),
    (CITIES, "Oslo: 500; Rome: 150; Bern: 300; Kyiv: 50.", "150"),
    (CITIES, "The largest city, Oslo, has 300 orders.", "300"),
    (CITIES, "The bottom 2 have 300 orders.", "300"),
    (CITIES, "The top two cities make up 90% of all orders.", "90"),
    (CITIES, "The bottom two make up 25%.", "25"),
    (CITIES, "Oslo leads Rome by 300.", "300"),
    (CITIES, "Rome trails Oslo by 60%.", "60"),
    (CITIES, "Rome has 60% fewer orders than Oslo.", "60"),
    (CITIES, "The ratio of Oslo to Bern is 2.33.", "2.33"),
    (CITIES, "Oslo has 4.3 times as many orders as Bern.", "4.3"),
    (CITIES, "Bern rose to 500.", "500"),
    (MONTHS, "Revenue in February was 52.5% higher than in January.", "52.5"),
    (MONTHS, "Revenue tripled from March to April 2025.", "tripled"),
    (MONTHS, "From 2025-03 to 2025-04 revenue rose by 98.75.", "98.75"),
    (MONTHS, "March dipped to 90.25, down 53.25 from February.", "53.25"),
    (MONTHS, "Total revenue for the 4 months was 459.75.", "459.75"),
    (MONTHS, "The monthly average was 132.94.", "132.94"),
    (MONTHS, "Revenue ended at 180, up 60% since January.", "60"),
    (MONTHS, "April accounts for 63.3% of revenue.", "63.3"),
    (MONTHS, "In 2 of 4 months revenue was at least 100.", "2"),
    (MONTHS, "The first quarter of 2025 brought 351.75.", "351.75"),
    (LARGE, "North made €1.42M, South €0.80M.", "1.42"),
    (LARGE, "North made €1.24M, South €0.08M.", "0.08"),
    (LARGE, "East made 120k.", "120"),
    (LARGE, "The total is 2.6 million.", "2.6"),
    (LARGE, "North is ahead of South by 346,713.25.", "346,713.25"),
    (LARGE, "North has 45% more revenue than South.", "45"),
    (SHARES, "The difference is 35 percentage points.", "35"),
    (SHARES, "26.5% are new.", "26.5"),
    (YEARS, "Sales tripled between 2022 and 2024.", "tripled"),
    (YEARS, "Sales grew by 25% in 2023 and by 40% in 2024.", "40"),
    (YEARS, "Sales in 2024 were 40 higher than in 2023.", "40"),
    (YEARS, "Over the 3 years, 190 were sold.", "190"),
    (YEARS, "Over the 4 years, 170 were sold.", "4"),
    (TWO, "France has 200 orders and 30 returns.", "30"),
    (TWO, "Spain had 30 returns on 120 orders, a rate of 30%.", "30"),
    (TWO, "There were 400 orders and 54 returns in all.", "54"),
    (TWO, "Overall 15% of orders were returned.", "15"),
    (TWO, "Spain has 86.2% of the returns.", "86.2"),
    (TWO, "Spain has 4 times the returns of France.", "4"),
    (DAYS, "On March 2, 2025 there were 1,200 visits.", "1,200"),
    (DAYS, "Visits fell by 60% on 3 March.", "60"),
    (DAYS, "There were 3,900 visits over 3 days.", "3,900"),
    (LOSS, "The total profit is 400.", "400"),
    (LOSS, "A earned 200 more than B.", "200"),
    (ONE, "There are 1,248 customers.", "1,248"),
    (ONE, "The number of customers is 12.8k.", "12.8"),
    (RATE, "Basic loses 21% of its customers.", "21"),
    (RATE, "Basic loses 12% of its customers, Pro 12%.", "12"),
    (RATE, "Basic churns 3.7 times as much as Pro.", "3.7"),
    (AVG, "Airport has the largest basket (42.5).", "42.5"),
]


@pytest.mark.parametrize(("result", "text"), BORNE, ids=[text for _, text in BORNE])
def test_what_the_result_bears_passes(result, text):
    assert verify_text(text, result) == ()


@pytest.mark.parametrize(("result", "text", "wrong"), NOT_BORNE, ids=[text for _, text, _ in NOT_BORNE])
def test_what_it_does_not_bear_is_named(result, text, wrong):
    assert any(wrong.lower() in found.lower() for found in verify_text(text, result))
