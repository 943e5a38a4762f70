"""Videos made by Tencent Cloud's models, ordered once and fetched."""
