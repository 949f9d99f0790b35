"""The industry of an enterprise by GB/T 4754-2017, read from its business scope and its name."""

from firmgraph.nlp.industry.reading import Industry, IndustryReading, industries, industry_of_name, read_industries

__all__ = ["Industry", "IndustryReading", "industries", "industry_of_name", "read_industries"]
