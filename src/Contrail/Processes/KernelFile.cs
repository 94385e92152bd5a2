using System.Globalization;

namespace Contrail.Machine.Perf;

/// <summary>Reads the small files in which the kernel shows its state.</summary>
internal static class KernelFile
{
    /// <summary>The text without the white space around it; null if it cannot be read.</summary>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The number in it; null if it cannot be read or is none.</summary>
    public static int? ReadNumber(string path) =>
        int.TryParse(Read(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
