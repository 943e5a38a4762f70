"""The world of a scene: sky, places, weather, light, camera and style around the figures."""
