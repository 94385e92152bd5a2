using Contrail.Core.Bytes;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Bytes;

/// <summary>Runs of frames in a lane of a pool, compared with a model that copies every frame.</summary>
public sealed class StoredRunTests
{
    private const int SegmentBytes = 64;
    private const int MaxKeptBytes = 4 * SegmentBytes;
    private const int RunCount = 3;

    private enum Act
    {
        Store,
        StoreAgain,
        Freeze,
        ReleaseRun,
        ReleaseFrozen,
        ReleaseLane,
    }

    [Fact]
    public void Any_order_of_storing_pinning_and_releasing_keeps_the_frames_and_the_accounts() =>
        Gen.Select(Gen.Enum<Act>(), Gen.Int[0, RunCount - 1], Gen.Int[0, 2 * SegmentBytes]).Array[1, 60].Sample(acts =>
        {
            using Model model = new();
            foreach ((Act act, int run, int frameBytes) in acts)
            {
                model.Do(act, run, frameBytes);
                model.AssertSame();
            }
        });

    [Fact]
    public void A_returned_segment_is_lent_again_and_one_of_another_size_is_freed()
    {
        MemoryBudget budget = new();
        using SegmentPool pool = budget.TryOpen(SegmentBytes, MaxKeptBytes)!;
        Segment ordinary = pool.Rent(1);
        Segment large = pool.Rent(SegmentBytes + 1);
        pool.Release(ordinary, forRing: true);
        pool.Release(large, forRing: true);
        Assert.Equal(SegmentBytes, budget.AllocatedBytes);
        Assert.Same(ordinary, pool.Rent(SegmentBytes));
        Assert.Throws<ObjectDisposedException>(() => large.GetSpan());
    }

    [Fact]
    public void A_disposed_pool_lends_nothing_and_frees_the_rest_at_its_release()
    {
        MemoryBudget budget = new();
        SegmentPool pool = budget.TryOpen(SegmentBytes, MaxKeptBytes)!;
        Segment held = pool.Rent(1);
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Rent(1));
        Assert.Equal(SegmentBytes, held.GetSpan().Length);
        pool.Release(held, forRing: true);
        Assert.Equal((0, 0), (pool.RingBytes, budget.AllocatedBytes));
    }

    private sealed class Model : IDisposable
    {
        private readonly MemoryBudget _budget = new();
        private readonly SegmentPool _pool;
        private readonly SegmentLane _lane;
        private readonly StoredRun[] _runs = [.. Enumerable.Range(0, RunCount).Select(_ => new StoredRun())];
        private readonly List<(int Kind, byte[] Bytes)>[] _expected = [.. Enumerable.Repeat(0, RunCount).Select(_ =>
            new List<(int, byte[])>())];

        private readonly List<(StoredRun Run, List<(int Kind, byte[] Bytes)> Expected)> _frozen = [];
        private int _stored;

        public Model()
        {
            _pool = _budget.TryOpen(SegmentBytes, MaxKeptBytes)!;
            _lane = new SegmentLane(_pool);
        }

        public void Do(Act act, int run, int frameBytes)
        {
            switch (act)
            {
                case Act.Store or Act.StoreAgain:
                    Store(run, frameBytes);
                    break;
                case Act.Freeze:
                    _frozen.Add((_runs[run].Freeze(), [.. _expected[run]]));
                    break;
                case Act.ReleaseRun:
                    _runs[run].Release();
                    _runs[run] = new StoredRun();
                    _expected[run].Clear();
                    break;
                case Act.ReleaseFrozen when _frozen.Count > 0:
                    _frozen[0].Run.Release();
                    _frozen[0].Run.Release();
                    _frozen.RemoveAt(0);
                    break;
                case Act.ReleaseLane:
                    _lane.Release();
                    break;
            }
        }

        public void AssertSame()
        {
            foreach ((StoredRun run, List<(int Kind, byte[] Bytes)> expected) in
                _runs.Zip(_expected).Concat(_frozen))
            {
                Assert.Equal(expected.Count, run.FrameCount);
                Assert.Equal(expected.Sum(frame => frame.Bytes.Length), run.FrameBytes);
                Assert.Equal(expected, run.Frames.Select(frame => (frame.Kind, frame.Bytes.ToArray())));
            }

            long neededBytes = _expected.Sum(run => run.Sum(frame => StoredRun.HeadBytes + frame.Bytes.Length));
            Assert.InRange(_pool.RingBytes, neededBytes, _budget.AllocatedBytes);
            bool nothingPinned = _frozen.TrueForAll(one => one.Expected.Count == 0);
            Assert.True(!nothingPinned || _budget.AllocatedBytes <= Math.Max(MaxKeptBytes, _pool.RingBytes));
        }

        public void Dispose()
        {
            Array.ForEach(_runs, run => run.Release());
            _lane.Release();
            Assert.Equal(0, _pool.RingBytes);
            _pool.Dispose();
            _frozen.ForEach(one => one.Run.Release());
            Assert.Equal(0, _budget.AllocatedBytes);
        }

        // Each frame has its own bytes, so that one in the place of another is noticed.
        private void Store(int run, int frameBytes)
        {
            byte[] frame = [.. Enumerable.Range(0, frameBytes).Select(index => (byte)(_stored + index))];
            long mostBytes = _pool.RingBytes + _lane.BytesToRent(frameBytes);
            _lane.Store(_runs[run], _stored, frame);
            _expected[run].Add((_stored, frame));
            _stored++;
            Assert.InRange(_pool.RingBytes, 0, mostBytes);
        }
    }
}
