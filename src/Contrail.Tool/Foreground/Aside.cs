using System.Runtime.InteropServices;
using System.Text;
using Contrail.Tool.Output;

namespace Contrail.Tool.Foreground;

/// <summary>
/// What we say while a command has the terminal: on standard error, past the framework's console, which would set the
/// terminal up for itself. Safe from any thread.
/// </summary>
internal sealed class Aside
{
    private const int StandardError = 2;

    private readonly Lock _lock = new();

    /// <summary>A line that says whose it is, among the command's.</summary>
    public void Note(string line) => Write("contrail: " + Plain.OneLine(line));

    /// <summary>A line for programs.</summary>
    public void Write(string line)
    {
        byte[] left = Encoding.UTF8.GetBytes(line + "\n");
        lock (_lock)
        {
            // Where nobody listens any more there is no more to say, which is no concern of the command's.
            nint written;
            while (left.Length > 0 && (written = Write(StandardError, left, left.Length)) > 0)
            {
                left = left[(int)written..];
            }
        }
    }

    // A stream of the framework has a position of its own in a file, and would write over the command's lines.
    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, byte[] bytes, nint count);
}
