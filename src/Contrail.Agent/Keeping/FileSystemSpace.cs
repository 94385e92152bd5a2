namespace Contrail.Agent.Keeping;

/// <summary>The space of a file system. Immutable.</summary>
/// <param name="FreeBytes">The bytes that this user can write.</param>
/// <param name="TotalBytes">Its size.</param>
internal readonly record struct FileSystemSpace(long FreeBytes, long TotalBytes)
{
    /// <summary>Inspects the file system of a folder; null where that fails.</summary>
    public static FileSystemSpace? Of(string folder)
    {
        try
        {
            DriveInfo drive = new(folder);
            return new FileSystemSpace(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
