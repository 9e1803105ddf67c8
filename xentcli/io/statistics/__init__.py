"""Files of statistics packages: Stata, SPSS, SAS and R."""
