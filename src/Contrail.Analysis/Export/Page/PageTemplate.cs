using System.Reflection;
using System.Text;

namespace Contrail.Analysis.Export.Page;

/// <summary>
/// The page without the recorded content: one file with its script and its style, which <c>src/Contrail.Tool/Page</c>
/// builds. Immutable; safe from any thread.
/// </summary>
internal static class PageTemplate
{
    private const string Resource = "page.html";

    /// <summary>Marks where the JSON belongs; once in the template.</summary>
    private static readonly byte[] Place = Encoding.ASCII.GetBytes("@CONTRAIL-CONTENT@");

    /// <summary>Writes the page; the content is written where it belongs.</summary>
    /// <exception cref="InvalidOperationException">The assembly was built without the template.</exception>
    public static void Write(Stream output, Action<Stream> content)
    {
        byte[] page = Read();
        int place = page.AsSpan().IndexOf(Place);
        if (place < 0)
        {
            throw new InvalidOperationException("The page has no place for its content. Build it: Page/build.sh.");
        }

        output.Write(page, 0, place);
        content(output);
        output.Write(page, place + Place.Length, page.Length - place - Place.Length);
    }

    /// <summary>The template.</summary>
    /// <exception cref="InvalidOperationException">The assembly was built without it.</exception>
    public static byte[] Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly does not contain {Resource}. Build it again.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
