"""The verbs of making: designs and forks, pages that are mended and looked through, and what people can make with."""
