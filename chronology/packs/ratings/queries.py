"""The episodes whose ratings a pack shows."""

from workbook.episodes.models import WorkbookEpisode


def last_episodes(episode: WorkbookEpisode, number: int) -> list[WorkbookEpisode]:
    """The last `number` of the family up to and with `episode`, the oldest first, with their summaries."""
    episodes = WorkbookEpisode.objects.filter(family=episode.family_id, begun_at__lte=episode.begun_at)
    episodes = episodes.select_related("supervision").prefetch_related("summaries__worker", "summaries__allocation")
    return list(episodes.order_by("-begun_at")[:number])[::-1]
