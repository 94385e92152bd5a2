using System.Buffers;
using System.Text;
using Contrail.Core.Decoding.GoTrace.Text;
using Contrail.Tests.Tidy;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>
/// Traces of real runtimes and of Go's own tests, which lie in a folder beside the repository where there is one. They
/// are not part of it.
/// </summary>
internal static class SharedGoTraces
{
    /// <summary>The bytes of a file in that folder; skips the test where it is not there.</summary>
    public static byte[] Read(string path)
    {
        string file = Path.Combine(Folder(), path);
        Assert.SkipUnless(File.Exists(file), $"../shared/data/go/{path} is not there; it is no part of the repository");
        return File.ReadAllBytes(file);
    }

    /// <summary>A test of Go's own, assembled.</summary>
    public static byte[] Assemble(string path) => Assembled(Read(path));

    /// <summary>The trace that a text stands for.</summary>
    public static byte[] Assembled(ReadOnlySpan<byte> text)
    {
        ArrayBufferWriter<byte> body = new();
        WireAssembler assembler = new(body);
        GoReading.Feed(assembler, text);
        Assert.Equal("", assembler.Fault);
        return [.. assembler.Version.Header(), .. body.WrittenSpan];
    }

    /// <summary>A fuzz seed of Go's own: a literal in a file of two lines.</summary>
    public static byte[] Seed(string name)
    {
        string text = Encoding.UTF8.GetString(Read($"upstream/fuzz/{name}"));
        int begin = text.IndexOf('(') + 1;
        ArrayBufferWriter<byte> meaning = new();
        Assert.True(GoQuoted.TryRead(Encoding.UTF8.GetBytes(text[begin..text.LastIndexOf(')')]), meaning));
        return meaning.WrittenSpan.ToArray();
    }

    private static string Folder() => Path.GetFullPath(Path.Combine(Tree.Root, "../shared/data/go"));
}
