using Contrail.Core.Formats;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Recording;

/// <summary>
/// A stream cut at any byte: generations that were complete before remain so, and the verdict reports the incomplete
/// one.
/// </summary>
public sealed class GoTruncationTests
{
    public static TheoryData<int> Versions { get; } = [22, 25, 26];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_stream_that_breaks_off_keeps_every_generation_that_is_proved_complete(int minor)
    {
        GoTraceFile file = Three(minor);
        byte[] whole = file.Bytes;
        for (int length = 0; length < whole.Length; length++)
        {
            using GoRecorded recorded = GoRecorded.Of(whole[..length], StreamEnd.Broken);
            Assert.Equal(SourceState.Torn, recorded.Trace.Counts().Status);
            AssertKept(minor, file, length, isEndReported: false, recorded);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_cut_file_is_complete_only_where_the_rule_allows_it(int minor)
    {
        GoTraceFile file = Three(minor);
        byte[] whole = file.Bytes;
        int[] ends = [.. GoTraceReading.Of(whole).Select(one => one.End)];
        for (int length = 0; length <= whole.Length; length++)
        {
            using GoRecorded recorded = GoRecorded.Of(whole[..length], StreamEnd.Unknown);
            Assert.Equal(
                ends.Contains(length) ? SourceState.Ended : SourceState.Torn, recorded.Trace.Counts().Status);
            AssertKept(minor, file, length, isEndReported: true, recorded);
        }
    }

    private static GoTraceFile Three(int minor) =>
        new GoTraceFile(minor).Generation(1, 1, 40).Generation(2, 2, 30).Generation(3, 3, 20);

    private static void AssertKept(int minor, GoTraceFile file, int length, bool isEndReported, GoRecorded recorded)
    {
        byte[] whole = file.Bytes;
        List<GoTraceReading> generations = GoTraceReading.Of(whole);
        bool marked = minor >= 26;

        // Up to 1.25 the head of the next generation's first batch proves the end of one, also where it is torn.
        const int HeadBytes = 2;
        int kept = generations.Count(one => marked || (isEndReported && one.End == length)
            ? one.End <= length
            : length >= one.End + HeadBytes && one.End < whole.Length);
        GoRecorded.Taken? taken = recorded.Take();
        Assert.Equal(kept == 0, taken is null);
        if (taken is not null)
        {
            int keptEnd = generations[kept - 1].End;
            Assert.Equal(whole[..keptEnd], taken.Trace);
            bool hasTail = length > keptEnd;
            Assert.Equal(hasTail, taken.Companions.TryGetValue(".torn", out byte[]? torn));
            Assert.Equal(hasTail ? [.. whole[..16], .. whole[keptEnd..length]] : [], torn ?? []);
        }
    }
}
