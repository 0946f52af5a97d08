"""Questions on paper: their texts set in Word documents and PDFs, with pictures and equations."""
