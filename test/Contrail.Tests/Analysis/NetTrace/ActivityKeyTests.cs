using Contrail.Analysis.NetTrace.Interpreting;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Ids of activities as the runtime makes them: half a byte for each number of the path.</summary>
public sealed class ActivityKeyTests
{
    // The ids of a request, of the activity within it, and of one within that, from a real trace.
    private static readonly ActivityKey Request = Key("00001016-0000-0000-0000-000035eb9d59");
    private static readonly ActivityKey Inner = Key("00001116-0000-0000-0000-000011ec9d59");
    private static readonly ActivityKey Innermost = Key("00101116-0000-0000-0000-000022ec9d59");

    [Fact]
    public void The_id_of_an_activity_begins_with_that_of_the_one_in_which_it_started()
    {
        Assert.Equal((3, 4, 5), (Request.Length, Inner.Length, Innermost.Length));
        Assert.Equal(Inner, Innermost.Prefix(4));
        Assert.Equal(Request, Innermost.Prefix(3));
        Assert.NotEqual(Request, Innermost.Prefix(2));
    }

    [Fact]
    public void A_checksum_does_not_matter_and_no_id_is_no_activity()
    {
        Assert.Equal(Request, Key("00001016-0000-0000-0000-000000000000"));
        Assert.True(Key(Guid.Empty.ToString()).IsNone);
        Assert.True(Request.Prefix(0).IsNone);
        Assert.Equal(24, Key("ffffffff-ffff-ffff-ffff-ffffffffffff").Length);
    }

    private static ActivityKey Key(string id) => ActivityKey.Of(new Guid(id));
}
