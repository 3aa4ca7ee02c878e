/* SPDX-License-Identifier: MIT */
#include "client/report_plot.h"
#include "client/report_print.h"

#include "client/clock_text.h"
#include "client/report_words.h"

#include <inttypes.h>
#include <string.h>

#define KEY_SQUARE 9.0

/*
 * Hues that people who see red and green alike, or blue and yellow, can tell apart; those that touch differ
 * in brightness, too.
 */
static const char style[] =
        ":root{color-scheme:light "
        "dark;--paper:#fff;--ink:#1b1d20;--faint:#565b62;--grid:#dcdfe3;--panel:#f7f8fa;"
        "--sit:#0072b2;--long:#d55e00;--stand:#009e73;--away:#c9d6de;--unknown:#eceef1;"
        "--taken:#00795a;--partial:#56b4e9;--ignored:#e69f00;--dismissed:#b0538a;--moot:#b4b9bf;"
        "--zone:#d9efe6;--h1:#c6dbef;--h2:#85b6dd;--h3:#3a83bd;--h4:#08426f}\n"
        "@media "
        "(prefers-color-scheme:dark){:root{--paper:#14161a;--ink:#eceef1;--faint:#a9afb8;--grid:#373c44;"
        "--panel:#1c1f25;--sit:#56b4e9;--long:#f28c3c;--stand:#34c49a;--away:#46525d;--unknown:#292d34;"
        "--taken:#2fb58d;--partial:#8ccbf0;--ignored:#e0a224;--dismissed:#cf7fb0;--moot:#6d747d;"
        "--zone:#1d3a33;--h1:#21405c;--h2:#2f6a9c;--h3:#56a0dc;--h4:#bfe0fb}}\n"
        "*{box-sizing:border-box}\n"
        "body{margin:0 auto;max-width:1280px;padding:1rem;background:var(--paper);color:var(--ink);"
        "font:16px/1.45 system-ui,sans-serif}\n"
        "h1{font-size:1.5rem;margin:.2rem 0 0;overflow-wrap:anywhere}\n"
        "h2{font-size:1.05rem;margin:0 0 .4rem;overflow-wrap:anywhere}\n"
        "p,ul,figcaption{margin:.4rem 0;max-width:70ch}\nul{padding-left:1.2rem}\n"
        ".range,figcaption,footer{color:var(--faint);font-size:.875rem}\n"
        "main{columns:22rem;column-gap:1rem;margin:1rem 0}\n"
        "figure{break-inside:avoid;margin:0 0 1rem;padding:.8rem;background:var(--panel);border:1px solid "
        "var(--grid);border-radius:8px}\n"
        "svg{display:block;width:100%;max-width:520px;height:auto;margin:0 auto .3rem}\n"
        "text{font:10px system-ui,sans-serif;fill:var(--faint)}\n"
        ".end{text-anchor:end}.middle{text-anchor:middle}.start{text-anchor:start}.strong{font-weight:700}\n"
        ".grid{stroke:var(--grid);stroke-width:.6}.axis{stroke:var(--faint);stroke-width:1}\n"
        ".sit{fill:var(--sit)}.long{fill:var(--long)}.stand{fill:var(--stand)}.away{fill:var(--away)}"
        ".unknown,.h0{fill:var(--unknown)}.prompt{fill:var(--long)}\n"
        ".few{fill:url(#hatch);stroke:var(--sit);stroke-width:.7}.short{fill:url(#lower)}\n"
        ".taken{fill:var(--taken)}.partial{fill:var(--partial)}.ignored{fill:var(--ignored)}"
        ".dismissed{fill:var(--dismissed)}.moot{fill:var(--moot)}\n"
        ".h1{fill:var(--h1)}.h2{fill:var(--h2)}.h3{fill:var(--h3)}.h4{fill:var(--h4)}\n"
        "line.half,line.level{stroke-width:1.6}line.half{stroke:var(--long)}line.level{stroke:var(--sit)}\n"
        ".half{fill:var(--long)}circle.level{fill:var(--sit)}"
        "circle.light{fill:var(--panel);stroke:var(--sit);stroke-width:1.2}"
        "line.held{stroke:var(--ink);stroke-width:1}.zone{fill:var(--zone)}"
        ".missed{fill:var(--panel);stroke:var(--faint);stroke-width:1}\n"
        ".wide{overflow-x:auto}\n"
        "table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}\n"
        "th,td{padding:.2rem .6rem;text-align:right;border-bottom:1px solid var(--grid);white-space:nowrap}\n"
        "thead th{white-space:normal;vertical-align:bottom}\n"
        "th:first-child{text-align:left}\n"
        "@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--faint:#444;--grid:#ccc;--panel:#fff;"
        "--sit:#0072b2;--long:#d55e00;--stand:#009e73;--away:#c9d6de;--unknown:#eceef1;--taken:#00795a;"
        "--partial:#56b4e9;--ignored:#e69f00;--dismissed:#b0538a;--moot:#b4b9bf;--zone:#d9efe6;--h1:#c6dbef;-"
        "-h2:#85b6dd;"
        "--h3:#3a83bd;--h4:#08426f}*{print-color-adjust:exact}figure,tr{break-inside:avoid}"
        "h2{break-after:avoid}main{columns:2}.wide{overflow:visible}table{font-size:.62rem}"
        "th,td{padding:.1rem .3rem}}\n";

/* What several plots fill with. */
static const char patterns[] =
        "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\"><defs>"
        "<pattern id=\"hatch\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><rect width=\"1.6\" height=\"4\" "
        "style=\"fill:var(--sit)\"/></pattern>"
        "<linearGradient id=\"lower\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"1\">"
        "<stop offset=\"50%\" style=\"stop-color:var(--unknown)\"/>"
        "<stop offset=\"50%\" style=\"stop-color:var(--taken)\"/></linearGradient></defs></svg>\n";

void report_plot_begin(FILE *stream, const char *heading)
{
        fputs("<figure>\n<h2>", stream);
        svg_put_text(stream, heading);
        fputs("</h2>\n", stream);
}

void report_plot_end(FILE *stream, const char *caption)
{
        fputs("<figcaption>", stream);
        svg_put_text(stream, caption);
        fputs("</figcaption>\n</figure>\n", stream);
}

/* About as wide as it is shown, by a font of wide letters. */
static double width_of(const char *word)
{
        double width = 0;

        for (; *word; word++)
                width += strchr("fijlrt ()", *word) ? 3.8 : strchr("mwMW", *word) ? 9.0 : 6.2;
        return width;
}

void report_plot_keys(FILE *stream, const struct plot_key *keys, size_t count, double x, double y)
{
        for (size_t i = 0; i < count; i++) {
                svg_rect(stream, keys[i].class, &(struct svg_box){ x, y, KEY_SQUARE, KEY_SQUARE }, NULL);
                svg_text(stream, "start", x + KEY_SQUARE + 3, y + KEY_SQUARE - 1, keys[i].word);
                x += KEY_SQUARE + 10 + width_of(keys[i].word);
        }
}

static void put_element(FILE *stream, const char *name, const char *text)
{
        fprintf(stream, "<%s>", name);
        svg_put_text(stream, text);
        fprintf(stream, "</%s>\n", name);
}

static void put_head(const struct report_record *record, const char *range, FILE *stream)
{
        fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
              "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>",
                stream);
        svg_put_text(stream, record->name);
        fprintf(stream, " %s</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>", range, style);
        svg_put_text(stream, record->name);
        fprintf(stream, "</h1>\n<p class=\"range\">%s</p>\n</header>\n", range);
}

static void put_sentences(const struct report_record *record, FILE *stream)
{
        char text[REPORT_SENTENCE_SIZE];

        fputs("<ul>\n", stream);
        for (int i = 0; i < REPORT_SENTENCE_MAX_; i++) {
                report_sentence(record, (enum report_sentence)i, text);
                if (text[0] != '\0')
                        put_element(stream, "li", text);
        }
        fputs("</ul>\n", stream);
}

static void put_week(const struct measures_week *week, FILE *stream)
{
        char date[CLOCK_TEXT_SIZE], all[CLOCK_TEXT_SIZE], mean[CLOCK_TEXT_SIZE], half[CLOCK_TEXT_SIZE];

        clock_text_date(week->monday, date);
        clock_text_duration(week->sums.seated_usec / USEC_PER_SEC, all);
        clock_text_duration(report_week_mean_usec(week) / USEC_PER_SEC, mean);
        clock_text_duration(week->pattern.w50_usec / USEC_PER_SEC, half);
        fprintf(stream,
                "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td><td>%u</td><td>%" PRIu32
                "</td>",
                date, week->sums.seated_usec > 0 ? all : "-", report_week_counts(week) ? mean : "-",
                week->pattern.bouts > 0 ? half : "-", (unsigned)week->valid_days, week->sums.breaks);
        for (int i = 0; i < OUTCOME_MAX_; i++)
                fprintf(stream, "<td>%" PRIu32 "</td>", week->sums.outcomes[i]);
        fputs("</tr>\n", stream);
}

/* The same in figures, for those who don't see the plots. */
static void put_table(const struct measures *measures, FILE *stream)
{
        fputs("<h2>The weeks in figures</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" "
              "aria-label=\"The weeks in figures\">\n<table>\n<thead><tr><th scope=\"col\">Week from</th>"
              "<th scope=\"col\">sitting</th><th scope=\"col\">a day</th><th scope=\"col\">half in stretches "
              "over</th>"
              "<th scope=\"col\">days seen</th><th scope=\"col\">breaks</th>",
                stream);
        for (int i = 0; i < OUTCOME_MAX_; i++)
                fprintf(stream, "<th scope=\"col\">%s</th>", report_outcome_words[i]);
        fputs("</tr></thead>\n<tbody>\n", stream);
        for (size_t i = 0; i < measures->week_count; i++)
                put_week(&measures->weeks[i], stream);
        fputs("</tbody>\n</table>\n</div>\n", stream);
}

static void put_plots(const struct report_record *record, FILE *stream)
{
        fputs(patterns, stream);
        fputs("<main>\n", stream);
        report_plot_days(record, stream);
        report_plot_lengths(record->measures, stream);
        report_plot_weeks(record->measures, stream);
        report_plot_hours(record->measures, stream);
        report_plot_prompts(record->measures, stream);
        report_plot_routine(record, stream);
        fputs("</main>\n", stream);
}

static void put_foot(const struct report_record *record, FILE *stream)
{
        char text[REPORT_SENTENCE_SIZE];

        report_stored_words(record, text);
        fprintf(stream, "<footer>\n<p>%s General movement reminders. Not medical advice.</p>\n</footer>\n",
                text);
        fputs("</body>\n</html>\n", stream);
}

void report_print_html(const struct report_record *record, FILE *stream)
{
        char range[REPORT_SENTENCE_SIZE];

        report_range_words(record, range);
        put_head(record, range, stream);
        if (record->measures->empty)
                fputs("<p>Nothing is on record in this time yet.</p>\n", stream);
        else {
                put_sentences(record, stream);
                put_plots(record, stream);
                put_table(record->measures, stream);
        }
        put_foot(record, stream);
}
