from config.bench.pages import LISTS, MANAGER, OF_A_FAMILY, WORKER
from tests.counties import LARGE, SMALL, opened


def test_x(django_db_setup, django_db_blocker, stages):
    with django_db_blocker.unblock():
        stages.bring_to([])
        for size in (SMALL, LARGE):
            with opened(size) as county:
                for page in (*LISTS, *OF_A_FAMILY):
                    if page.title in ("unallocated, report", "unallocated, file", "unallocated"):
                        c = county.cost(page, MANAGER if page.title.startswith("unall") else WORKER)
                        print(size, page.title, c.status, c.queries, c.rows, c.tables[:6])
