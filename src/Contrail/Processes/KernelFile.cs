using System.Globalization;

namespace Contrail.Processes;

/// <summary>Reads the small files in which the kernel shows its state.</summary>
internal static class KernelFile
{
    /// <summary>The text; null if it cannot be read.</summary>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The text without the white space around it, as of a single value; null if it cannot be read.</summary>
    public static string? ReadValue(string path) => Read(path)?.Trim();

    /// <summary>The number in it; null if it cannot be read or is none.</summary>
    public static int? ReadNumber(string path) =>
        int.TryParse(ReadValue(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
