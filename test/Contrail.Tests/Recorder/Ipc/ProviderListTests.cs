using Contrail.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Ipc;

public sealed class ProviderListTests
{
    [Theory]
    [InlineData("A", "A|FFFFFFFFFFFFFFFF|4|")]
    [InlineData("A:10", "A|10|4|")]
    [InlineData("A:0x10:5", "A|10|5|")]
    [InlineData("A:0X1f:verbose", "A|1F|5|")]
    [InlineData("A::Critical", "A|FFFFFFFFFFFFFFFF|1|")]
    [InlineData("A:0:0", "A|0|0|")]
    [InlineData("A:1:info", "A|1|4|")]
    [InlineData("A:1:4:k=v;l=w", "A|1|4|k=v;l=w")]
    [InlineData("A:::k=", "A|FFFFFFFFFFFFFFFF|4|k=")]
    [InlineData("A:1:4:k=x:y:z", "A|1|4|k=x:y:z")]                             // The last part has the rest.
    [InlineData("A:1:4:k=\"a,b;c\",B", "A|1|4|k=\"a,b;c\" B|FFFFFFFFFFFFFFFF|4|")]
    [InlineData(" A:1:4 , B:2:5 ", "A|1|4| B|2|5|")]
    [InlineData("A:FFFFFFFFFFFFFFFF:4", "A|FFFFFFFFFFFFFFFF|4|")]
    public void Reads(string text, string providers)
    {
        Assert.True(ProviderList.TryParse(text, out IReadOnlyList<EventPipeProvider>? parsed, out string? problem));
        Assert.Null(problem);
        IEnumerable<string> shown = parsed.Select(p => $"{p.Name}|{p.Keywords:X}|{(int)p.Level}|{p.Arguments}");
        Assert.Equal(providers, string.Join(' ', shown));
        Assert.All(parsed, provider => Assert.Null(provider.Filter));
    }

    [Theory]
    [InlineData("", "The provider '' has no name")]
    [InlineData("A,,B", "The provider '' has no name")]
    [InlineData("A,", "The provider '' has no name")]
    [InlineData(":1:4", "The provider ':1:4' has no name")]
    [InlineData("A:xyz", "The keywords 'xyz' of A")]
    [InlineData("A:0x", "The keywords '0x' of A")]
    [InlineData("A:1FFFFFFFFFFFFFFFF", "The keywords '1FFFFFFFFFFFFFFFF' of A")]
    [InlineData("A:-1", "The keywords '-1' of A")]
    [InlineData("A:1:6", "The level '6' of A")]
    [InlineData("A:1:-1", "The level '-1' of A")]
    [InlineData("A:1:loud", "The level 'loud' of A")]
    [InlineData("A:1:4:k", "The arguments 'k' of A")]
    [InlineData("A:1:4:=v", "The arguments '=v' of A")]
    [InlineData("A:1:4:\"k=v\"", "The arguments '\"k=v\"' of A")]
    [InlineData("B,A:1:4:k=\"v", "A double quote")]
    public void Reports_what_is_wrong(string text, string beginning)
    {
        Assert.False(ProviderList.TryParse(text, out IReadOnlyList<EventPipeProvider>? parsed, out string? problem));
        Assert.Null(parsed);
        Assert.StartsWith(beginning, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }
}
