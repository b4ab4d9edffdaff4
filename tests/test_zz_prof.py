import time, collections, datetime as dt, pytest, logging, cProfile, pstats
from tests.isolation.walk import *
from tests.isolation.world import *
pytestmark=pytest.mark.django_db
def test_prof():
    logging.disable(logging.CRITICAL)
    sh=shared_rows(); clerk=own_rows(sh); other=other_rows(sh)
    walk=Walk(clerk,other)
    n=collections.Counter(); t=collections.Counter()
    orig=walk.ask
    def ask(m,p,q,d=None):
        t0=time.process_time(); r=list(orig(m,p,q,d)); k=m+" "+re.sub(r"/(\d+|[A-Z0-9.\-]{6,})/","/*/",p); n[k]+=1; t[k]+=time.process_time()-t0; return r
    walk.ask=ask
    pr=cProfile.Profile(); T=time.time(); C=time.process_time(); 
    pr.enable(); list(walk.writes()); pr.disable()
    print(sum(n.values()), "wall",time.time()-T, "cpu",time.process_time()-C)
    for r,v in t.most_common(14): print(f"{v:6.2f}s {n[r]:5d} {r}")
    pstats.Stats(pr).sort_stats("cumtime").print_stats(28)
    logging.disable(logging.NOTSET)
