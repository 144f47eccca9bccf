import time
from datetime import timedelta
from tests.core.test_outbox import *  # noqa
def test_perf(ear):
    from django.db import connection
    for lane in ("county","subject","none"):
        sub = events.SUBSCRIBERS[f"tests.{lane}"]
        Delivery.objects.bulk_create([Delivery(county=COUNTY, subscriber=sub.name, subject=f"thing:{n%500}", lane=sub.key(COUNTY, f"thing:{n%500}"), payload={"word": f"{lane}{n}"}, due_at=MONDAY) for n in range(20000)], batch_size=1000)
        if connection.vendor=="postgresql":
            with connection.cursor() as c: c.execute("ANALYZE core_delivery")
        t=time.time(); n=0
        while time.time()-t<4: n+=outbox.run_batch(MONDAY).handled
        print(lane, n/(time.time()-t), "per s")
        Delivery.objects.all().delete()
