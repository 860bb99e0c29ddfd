"""The cover that is wrapped around a printed book: back, spine and front on one page."""
