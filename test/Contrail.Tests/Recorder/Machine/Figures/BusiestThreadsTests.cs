using Contrail.Machine.Figures;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Figures;

public sealed class BusiestThreadsTests
{
    [Fact]
    public void The_busiest_are_kept_in_order() =>
        Gen.Int[0, 20].List[0, 40].Sample(activities =>
        {
            BusiestThreads busiest = new();
            int id = 0;
            foreach (int activity in activities)
            {
                busiest.Add(new ThreadEntry(++id, isNew: false) { Activity = activity });
            }

            long[] expected = [.. activities.Where(one => one > 0).OrderDescending().Take(BusiestThreads.MaxCount)];
            return busiest.Threads.ToArray().Select(thread => thread.Activity).SequenceEqual(expected);
        });
}
