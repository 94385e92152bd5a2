using Contrail.Core.NetTrace.Events;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>
/// Compares every event of a file with TraceEvent's: provider, id, name, thread, time, activities, and each field. The
/// differences are in <see cref="TraceEventFields"/>.
/// </summary>
internal static class DecodingComparison
{
    /// <summary>The events, after the comparison.</summary>
    /// <param name="file">The file.</param>
    /// <param name="minCount">The least number of events.</param>
    /// <param name="unreadable">The names of events whose fields TraceEvent cannot read.</param>
    public static IReadOnlyList<DecodedEvent> Compare(byte[] file, int minCount, params string[] unreadable)
    {
        IReadOnlyList<DecodedEvent> official = TraceEventDecoding.Of(file);
        IReadOnlyList<DecodedEvent> own = ContrailDecoding.Of(file);
        Assert.InRange(own.Count, minCount, int.MaxValue);
        Assert.Equal(official.Count, own.Count);
        Assert.All(Ordered(official).Zip(Ordered(own)), pair => AssertEqual(pair.First, pair.Second, unreadable));
        return own;
    }

    // Events of equal time have no order between threads.
    private static IEnumerable<DecodedEvent> Ordered(IEnumerable<DecodedEvent> events) =>
        events.OrderBy(one => one.Milliseconds).ThenBy(one => one.Thread);

    private static void AssertEqual(DecodedEvent official, DecodedEvent own, string[] unreadable)
    {
        Assert.Equal(
            (official.Provider, official.Thread, official.Activity, official.Related),
            (own.Provider, own.Thread, own.Activity, own.Related));
        Assert.Equal(official.Milliseconds, own.Milliseconds, 1e-6);
        if (own.Provider.StartsWith(RuntimeProvider.Name, StringComparison.Ordinal))
        {
            if (RuntimeEventTable.Find(own.Provider, own.Id)?.Versions.IsEmpty != false)
            {
                Assert.Empty(own.Fields);
                return;
            }

            // The stream has no names for them and for their fields: both readers have their own.
            (IEnumerable<string> theirs, IEnumerable<string> values) = TraceEventFields.Values(official, own);
            Assert.Equal(theirs, values);
        }
        else
        {
            Assert.Equal(official.Id, own.Id);
            Assert.Equal(official.Name.Replace("/", "", StringComparison.Ordinal), own.Name);
            if (!unreadable.Contains(own.Name))
            {
                Assert.Equal(official.Fields, own.Fields);
            }
        }
    }
}
