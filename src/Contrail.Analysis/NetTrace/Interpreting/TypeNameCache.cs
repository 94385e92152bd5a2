using System.Text;
using Contrail.Core.Formats;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>Makes each type's name readable once, however many events have it. Not safe for concurrent use.</summary>
internal sealed class TypeNameCache
{
    /// <summary>More than the types that a program allocates or throws.</summary>
    private const int MaxHeld = 20_000;

    /// <summary>Longer names are not held.</summary>
    private const int MaxChars = 500;

    private readonly Dictionary<string, string> _readable = [];

    /// <summary>How many names were made readable.</summary>
    public long ReadCount { get; private set; }

    /// <summary>The readable name of a type.</summary>
    /// <param name="untrusted">The name as the runtime writes it, as UTF-16.</param>
    public string Readable(ReadOnlySpan<byte> untrusted)
    {
        if (untrusted.Length > MaxChars * sizeof(char))
        {
            return Read(Encoding.Unicode.GetString(untrusted));
        }

        Span<char> buffer = stackalloc char[MaxChars + 1];
        ReadOnlySpan<char> name = buffer[..Encoding.Unicode.GetChars(untrusted, buffer)];
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> known =
            _readable.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(name, out string? readable))
        {
            readable = Read(name.ToString());
            if (_readable.Count < MaxHeld)
            {
                known[name] = readable;
            }
        }

        return readable;
    }

    private string Read(string name)
    {
        ReadCount++;
        return FileText.ShortenName(TypeNames.Readable(name));
    }
}
