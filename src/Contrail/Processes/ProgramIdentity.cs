using System.Globalization;
using System.Text;

namespace Contrail.Processes;

/// <summary>Identifies a process and the program that it runs.</summary>
/// <param name="StartTicks">When the process started, in hundredths of a second since the machine did.</param>
/// <param name="Name">The kernel's name of it, which a new program changes.</param>
internal readonly record struct ProgramIdentity(ulong StartTicks, string Name)
{
    /// <summary>A line of 52 numbers and a name; up to the start time, less than half of it is needed.</summary>
    private const int MaxStatBytes = 1 << 10;

    /// <summary>Reads it of a process, at the cost of one short read; null once the process is gone.</summary>
    public static ProgramIdentity? Of(ProcDirectory proc, int pid)
    {
        Span<byte> bytes = stackalloc byte[MaxStatBytes];
        int readBytes = proc.ReadStart(pid, "stat", bytes);
        return TryParse(bytes[..readBytes], out ProgramIdentity identity) ? identity : null;
    }

    /// <summary>Reads it from the line, without making strings of the other fields.</summary>
    public static bool TryParse(ReadOnlySpan<byte> untrusted, out ProgramIdentity identity)
    {
        identity = default;
        int nameStartIndex = untrusted.IndexOf((byte)'(') + 1;
        int nameEndIndex = untrusted.LastIndexOf((byte)')');
        if (nameStartIndex == 0 || nameEndIndex < nameStartIndex)
        {
            return false;
        }

        int index = 0;
        ReadOnlySpan<byte> fields = untrusted[(nameEndIndex + 1)..].TrimStart((byte)' ');
        foreach (Range field in fields.Split((byte)' '))
        {
            if (index++ == ProcStat.StartTicksIndex)
            {
                string name = Encoding.UTF8.GetString(untrusted[nameStartIndex..nameEndIndex]);
                bool isNumber = ulong.TryParse(fields[field], CultureInfo.InvariantCulture, out ulong startTicks);
                identity = new ProgramIdentity(startTicks, name);
                return isNumber;
            }
        }

        return false;
    }
}
