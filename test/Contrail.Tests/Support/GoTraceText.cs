using System.Globalization;
using System.Text;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Tests.Support;

/// <summary>Go's own notation of traces, made into bytes: one event a line, its arguments in order.</summary>
internal static class GoTraceText
{
    private static readonly string[] Names =
    [
        "", "EventBatch", "Stacks", "Stack", "Strings", "String", "CPUSamples", "CPUSample", "Frequency", "ProcsChange",
        "ProcStart", "ProcStop", "ProcSteal", "ProcStatus", "GoCreate", "GoCreateSyscall", "GoStart", "GoDestroy",
        "GoDestroySyscall", "GoStop", "GoBlock", "GoUnblock", "GoSyscallBegin", "GoSyscallEnd", "GoSyscallEndBlocked",
        "GoStatus", "STWBegin", "STWEnd", "GCActive", "GCBegin", "GCEnd", "GCSweepActive", "GCSweepBegin", "GCSweepEnd",
        "GCMarkAssistActive", "GCMarkAssistBegin", "GCMarkAssistEnd", "HeapAlloc", "HeapGoal", "GoLabel",
        "UserTaskBegin", "UserTaskEnd", "UserRegionBegin", "UserRegionEnd", "UserLog", "GoSwitch", "GoSwitchDestroy",
        "GoCreateBlocked", "GoStatusStack", "ExperimentalBatch", "Sync", "ClockSnapshot",
    ];

    /// <summary>The trace of a test file, which has an expectation before it.</summary>
    public static byte[] ToBinary(string test)
    {
        List<byte> bytes = [];
        string[] lines = test.Split('\n');
        int start = Array.IndexOf(lines, "-- trace --") + 1;
        foreach (string line in lines[start..].Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            if (line.StartsWith("Trace Go1.", StringComparison.Ordinal))
            {
                bytes.AddRange(new GoTraceVersion(int.Parse(line[10..], CultureInfo.InvariantCulture)).Header());
            }
            else if (line.StartsWith("data=", StringComparison.Ordinal))
            {
                byte[] text = Unquote(line[5..]);
                bytes.AddRange([.. GoTraceFile.Var((ulong)text.Length), .. text]);
            }
            else if (!line.StartsWith('#'))
            {
                bytes.AddRange(Event(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            }
        }

        return [.. bytes];
    }

    /// <summary>The bytes of a fuzz seed: a Go literal after a line with its version.</summary>
    public static byte[] Corpus(string file)
    {
        string literal = file.Split('\n')[1];
        return Unquote(literal[(literal.IndexOf('(', StringComparison.Ordinal) + 1)..literal.LastIndexOf(')')]);
    }

    // A stack's frames are in lines of their own, without a name.
    private static IEnumerable<byte> Event(string[] words)
    {
        bool isFrame = words[0].Contains('=');
        IEnumerable<byte> head = isFrame ? [] : [(byte)Array.IndexOf(Names, words[0])];
        return head.Concat(words.Skip(isFrame ? 0 : 1).SelectMany(word => GoTraceFile.Var(Number(word.Split('=')[1]))));
    }

    private static ulong Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : ulong.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Unquote(string literal)
    {
        List<byte> bytes = [];
        for (int index = 1; index < literal.Length - 1; index++)
        {
            if (literal[index] != '\\')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(literal, index, 1));
                continue;
            }

            char kind = literal[++index];
            const string Letters = "abtnvfr\"\\'";
            const string Meant = "\a\b\t\n\v\f\r\"\\'";
            int known = Letters.IndexOf(kind, StringComparison.Ordinal);
            if (known >= 0)
            {
                bytes.Add((byte)Meant[known]);
            }
            else if (kind == 'x')
            {
                bytes.Add(Convert.ToByte(literal[(index + 1)..(index + 3)], 16));
                index += 2;
            }
            else if (kind == 'u')
            {
                char letter = (char)Convert.ToUInt16(literal[(index + 1)..(index + 5)], 16);
                bytes.AddRange(Encoding.UTF8.GetBytes([letter]));
                index += 4;
            }
            else
            {
                bytes.Add(Convert.ToByte(literal[index..(index + 3)], 8));
                index += 2;
            }
        }

        return [.. bytes];
    }
}
