"""How what the view models say is drawn: HTML, charts, selectors. No figure is looked up or computed here."""
