using System.Buffers;
using System.Text;
using Contrail.Analysis.GoTrace.Text;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>Traces made of text, and those of Go's own tests, which are no part of the repository.</summary>
internal static class AssembledTraces
{
    /// <summary>The bytes of a file of the shared folder; skips the test where it is not there.</summary>
    public static byte[] Read(string folder, string file) =>
        File.ReadAllBytes(Path.Combine(SharedGoTraces.Require(folder), file));

    /// <summary>A test of Go's own, assembled.</summary>
    public static byte[] Upstream(string name) => Assembled(Read("upstream", name + ".test"));

    /// <summary>The trace that a text describes.</summary>
    public static byte[] Assembled(ReadOnlySpan<byte> text)
    {
        ArrayBufferWriter<byte> body = new();
        WireAssembler assembler = new(body);
        GoReading.Feed(assembler, text);
        Assert.Null(assembler.Fault);
        return [.. assembler.Version.Header(), .. body.WrittenSpan];
    }

    /// <summary>A fuzz seed of Go's own: a literal in a file of two lines.</summary>
    public static byte[] Seed(string name)
    {
        string text = Encoding.UTF8.GetString(Read("upstream/fuzz", name));
        int begin = text.IndexOf('(') + 1;
        ArrayBufferWriter<byte> meaning = new();
        Assert.True(GoQuoted.TryRead(Encoding.UTF8.GetBytes(text[begin..text.LastIndexOf(')')]), meaning));
        return meaning.WrittenSpan.ToArray();
    }
}
