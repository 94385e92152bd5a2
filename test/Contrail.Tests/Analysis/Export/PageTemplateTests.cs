using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Contrail.Analysis.Export.Page;
using Contrail.Tests.Tidy;
using Xunit;

namespace Contrail.Tests.Analysis.Export;

/// <summary>The page without its content, which is built from the sources of <c>src/Contrail.Tool/Page</c>.</summary>
public sealed partial class PageTemplateTests
{
    private static readonly string Page = Encoding.UTF8.GetString(PageTemplate.Read());

    [Fact]
    public void It_was_built_from_the_sources_as_they_are()
    {
        const string Folder = "src/Contrail.Tool/Page/";
        IEnumerable<string> sources = Tree.Files.Select(file => file.Path)
            .Where(path => path.StartsWith(Folder + "src/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in (string[])[Folder + "build.mjs", Folder + "package-lock.json", .. sources])
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path[Folder.Length..]}\n{Tree.File(path).Text}"));
        }

        Assert.Equal(Convert.ToHexStringLower(hash.GetHashAndReset()), Sources().Match(Page).Groups[1].Value);
    }

    [Fact]
    public void Its_policy_allows_its_own_script_and_style_and_no_request()
    {
        string policy = Policy().Match(Page).Groups[1].Value;
        string script = Script().Match(Page).Groups[1].Value;
        string style = Style().Match(Page).Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; script-src '{HashOf(script)}'; style-src '{HashOf(style)}'; base-uri 'none'; "
                + "form-action 'none'",
            policy);
    }

    [Fact]
    public void It_has_one_place_for_the_content_and_refers_to_nothing_else()
    {
        Assert.Single(Place().Matches(Page));
        Assert.Empty(Reference().Matches(Page));
    }

    [Fact]
    public void It_contains_the_licenses_of_what_it_contains()
    {
        Assert.Contains("Copyright (c) 2022 Leon Sorokin", Page, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_is_written_where_it_belongs()
    {
        using MemoryStream output = new();
        PageTemplate.Write(output, content => content.Write("{}"u8));
        string written = Encoding.UTF8.GetString(output.ToArray());
        Assert.Contains("""id="content">{}</script>""", written, StringComparison.Ordinal);
    }

    private static string HashOf(string text) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [GeneratedRegex("""<meta name="sources" content="([0-9a-f]*)">""")]
    private static partial Regex Sources();

    [GeneratedRegex("""<meta http-equiv="Content-Security-Policy" content="([^"]*)">""")]
    private static partial Regex Policy();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("@CONTRAIL-CONTENT@")]
    private static partial Regex Place();

    [GeneratedRegex("""(?:src|href)="|url\(|@import|https?://""")]
    private static partial Regex Reference();
}
